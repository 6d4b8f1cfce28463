import numpy as np, json, hashlib, os, sys
from safetensors.numpy import save
out=sys.argv[1]; os.makedirs(out,exist_ok=True)
rng=np.random.default_rng(20261123)
def spd(n):
    a=rng.normal(size=(n,n)); return a@a.T/n+0.5*np.eye(n)
def case(name, ids, rows, d, intercept, shape, baseline, rule, lam, s2, scale, gamma, vectors_only=False):
    D=d+(1 if intercept else 0); K=len(rows)
    E=rng.normal(size=(K,D))*0.6
    if vectors_only: E=E.astype(np.float32)
    M={'none':None,'shared':spd(D),'per':np.stack([spd(D) for _ in rows])}[shape]
    tensors={}; meta={}
    if vectors_only:
        tensors['bt_vectors']=E; tensors['mlp.weight']=rng.normal(size=(2,2)).astype(np.float32); meta={'format':'pt'}
        E=E.astype(np.float64)
    else:
        tensors['prior.mean']=E
        meta={'format':'rmtop-prior','version':'1','method':'test','rms':json.dumps(rows),'categories':'[]','intercept':'true' if intercept else 'false'}
        if M is not None: tensors['prior.precision']=M
        if baseline:
            f0=rng.normal(size=d)*0.4; c0=0.63; kappa=0.37
            tensors['baseline.weights']=f0; meta['c0']=repr(c0); meta['kappa']=repr(kappa); meta['noise_variance']='0.4'
    data=save(tensors,metadata=meta)
    pf=f'{name}.prior.safetensors'
    open(f'{out}/{pf}','wb').write(data)
    # prior by run order
    def row(i,A): return A[rows.index(i)] if (not vectors_only and i in rows) else None
    Es=[];Ms=[]
    for k,i in enumerate(ids):
        if vectors_only: e=E[k]
        else: e=row(i,E) if i in rows else E.mean(0)
        Es.append(e)
        if shape=='none': Ms.append(np.eye(D))
        elif shape=='shared': Ms.append(M)
        else: Ms.append(row(i,M) if i in rows else M.mean(0))
    L0=[lam*m for m in Ms]
    S=[np.zeros((D,D)) for _ in ids]; c=[np.zeros(D) for _ in ids]; n=[0]*len(ids)
    def mu(k): return np.linalg.solve(L0[k]+S[k]/s2, L0[k]@(scale*Es[k])+c[k]/s2)
    X=lambda phi: np.append(phi,1.0) if intercept else phi
    lines=[json.dumps({"type":"run","version":1,"run":name,"rms":[{"id":i} for i in ids],"dim":d,"router":{
        "policy":"thompson","prior_precision":lam,"noise_variance":s2,"prior_scale":scale,"forgetting":gamma,"intercept":intercept,
        "prior":pf,"prior_sha256":hashlib.sha256(data).hexdigest(),"reward":{"normalise":rule,"ties":0.25}}})]
    def close(batch):
        # batch: list of (k, phi or None, loss or None(tie))
        if not batch: return
        mus=[mu(k) for k in range(len(ids))]
        folded=[]
        usable=[(j,b) for j,b in enumerate(batch) if b[2] is not None]
        values={}
        if baseline:
            have=[(j,b) for j,b in usable if b[1] is not None]
            if rule=='none':
                for j,(k,phi,loss) in have:
                    r=-loss
                    if 0<=r<=1: values[j]=r-c0-f0@phi
            elif len(have)>=4:
                l=np.array([b[2] for _,b in have]); sd=max(l.std(ddof=1),1e-6)
                own=np.array([mus[b[0]]@X(b[1]) for _,b in have]); p=np.array([c0+f0@b[1] for _,b in have])+own
                for q,(j,b) in enumerate(have):
                    o=np.arange(len(have))!=q
                    z=np.clip((l[o].mean()-l[q])/sd,-2,2)
                    values[j]=kappa*z-(p[q]-p[o].mean())+own[q]
        else:
            l=np.array([b[2] for _,b in usable])
            if rule=='none':
                for j,b in usable: values[j]=-b[2]
            elif len(l)>=2:
                sd=max(l.std(ddof=1),1e-6)
                for q,(j,b) in enumerate(usable):
                    o=np.arange(len(l))!=q
                    values[j]=np.clip((l[o].mean()-l[q])/sd,-2,2)
        for k in range(len(ids)): S[k]*=gamma; c[k]*=gamma
        for j,(k,phi,loss) in enumerate(batch):
            v=0.25 if loss is None else values.get(j)
            if v is None or phi is None: continue
            x=X(phi); S[k]+=np.outer(x,x); c[k]+=v*x; n[k]+=1
    batch=[]; late=[]
    t=0
    for step in range(12):
        close(batch); batch=[]
        size=3 if step==4 else 7
        if step==4: late=[]
        pairs=[]
        for i in range(size):
            t+=1
            pid=f'p{t}'; k=int(rng.integers(len(ids))); phi=rng.normal(size=d)*0.7
            if i==1: phi=None
            o={"type":"decision","id":pid,"rm":ids[k],"step":step}
            if phi is not None: o["x"]=phi.tolist()
            lines.append(json.dumps(o)); pairs.append((pid,k,phi))
        todo=late+pairs; late=[]
        for i,(pid,k,phi) in enumerate(todo):
            if i==len(todo)-1 and step not in (3,11): late=[(pid,k,phi)]; continue
            u=rng.random()
            if i==2 and step%3==0:
                lines.append(json.dumps({"type":"feedback","id":pid,"tie":True})); batch.append((k,phi,None)); continue
            if rule=='none':
                r=float(rng.integers(2)) if u<.7 else float(rng.random())
                if step==5 and i==0: r=1.5
                lines.append(json.dumps({"type":"feedback","id":pid,"reward":r})); batch.append((k,phi,-r))
            else:
                l=float(rng.normal()+ (3 if u<.1 else 0))
                lines.append(json.dumps({"type":"feedback","id":pid,"loss":l})); batch.append((k,phi,l))
    lines.append(json.dumps({"type":"end"})); close(batch)
    open(f'{out}/{name}.jsonl','w').write("\n".join(lines)+"\n")
    exp={"dim":d,"rms":[{"id":i,"observations":n[k],"mean":mu(k).tolist(),"variance":np.diag(np.linalg.inv(L0[k]+S[k]/s2)).tolist()} for k,i in enumerate(ids)]}
    open(f'{out}/{name}.expected.json','w').write(json.dumps(exp)+"\n")
case('shared-batch',['a','b','c'],['c','a','b'],4,True,'shared',True,'batch',2.0,0.4,0.7,0.9)
case('shared-none',['a','b','c'],['c','a','b'],4,True,'shared',True,'none',1.0,0.3,1.0,1.0)
case('per-batch',['a','b','c'],['b','c','a'],3,False,'per',True,'batch',1.5,0.6,1.3,0.95)
case('per-unnamed',['a','b','new'],['b','a','z'],3,True,'per',False,'batch',1.0,1.0,1.0,1.0)
case('per-none-aged',['a','b','c'],['a','b','c'],3,True,'per',True,'none',0.5,0.2,1.0,0.8)
case('no-matrix',['a','b'],['b','a'],4,True,'none',True,'batch',3.0,0.5,0.5,0.9)
case('vectors',['a','b','c'],['?','?','?'],4,False,'none',False,'batch',50.0,1.0,1.0,1.0,vectors_only=True)
case('off',['a','b','c'],['a','b','c'],4,True,'shared',False,'batch',1.0,1.0,0.0,0.97)
