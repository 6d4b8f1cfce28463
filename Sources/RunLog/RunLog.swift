// RunLog
