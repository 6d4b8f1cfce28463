"""Online DPO in plain PyTorch, routed by rmtop: a policy over eight answers, three reward models, one of them right.

python plain_pytorch.py [run.jsonl]      starts a router of its own ($RMTOP, or rmtop on the PATH)
"""

import sys

import rmtop
import torch
import torch.nn.functional as F

torch.manual_seed(0)
ANSWERS, WIDTH, PAIRS, STEPS, BETA = 8, 16, 32, 60, 0.5
truth = torch.randn(WIDTH, ANSWERS)  # how good each answer to a prompt really is
reward_models = {
    "right": lambda prompts, answers: (prompts @ truth).gather(1, answers),
    "noisy": lambda prompts, answers: (prompts @ truth).gather(1, answers) + 6 * torch.randn(answers.shape),
    "coin": lambda prompts, answers: torch.randn(answers.shape),
}


def judge(picks, prompts, answers):
    """The scores of both answers; each reward model is called for the pairs that are its own, and for no others."""
    scores = torch.empty(answers.shape)
    for rm in {pick.rm for pick in picks}:
        mine = torch.tensor([pick.rm == rm for pick in picks])
        scores[mine] = reward_models[rm](prompts[mine], answers[mine])
    return scores


def main(log):
    policy, reference = torch.nn.Linear(WIDTH, ANSWERS), torch.nn.Linear(WIDTH, ANSWERS)
    reference.load_state_dict(policy.state_dict())
    optimizer = torch.optim.Adam(policy.parameters(), lr=0.05)
    with rmtop.Router.start(log=log, rms=list(reward_models), on_error="fixed:right") as router:
        for step in range(STEPS):
            prompts = torch.randn(PAIRS, WIDTH)
            log_policy = F.log_softmax(policy(prompts), 1)
            answers = torch.multinomial(log_policy.exp(), 2)  # two different answers to each prompt

            picks = router.select(F.normalize(prompts, dim=1), step=step)
            scores = judge(picks, prompts, answers)

            ratios = (log_policy - F.log_softmax(reference(prompts), 1).detach()).gather(1, answers)
            margins = (ratios[:, 0] - ratios[:, 1]) * (scores[:, 0] - scores[:, 1]).sign()
            losses = -F.logsigmoid(BETA * margins)
            optimizer.zero_grad()
            losses.mean().backward()
            optimizer.step()

            router.feedback(picks, losses, scores_a=scores[:, 0], scores_b=scores[:, 1])
            best = (log_policy.argmax(1) == (prompts @ truth).argmax(1)).float().mean()
            router.metrics(step, {"loss": losses.mean(), "eval/best_answer": best})
        router.end("done")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run.jsonl")
