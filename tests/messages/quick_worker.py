"""`flask worker` as it is, with shorter waits; and one job that stumbles once.

python -m tests.messages.quick_worker [FILE that the stumbling job leaves behind]"""

import sys
from datetime import timedelta
from pathlib import Path

from flask.cli import ScriptInfo

from webapp import worker
from webapp.app import create_app
from webapp.core import job_runner, jobs, mail
from webapp.messages import rules

SECRET = "wat een bewoner schreef"


@jobs.job("test.stumble")
def stumble(attempt_file: str = sys.argv[1] if len(sys.argv) > 1 else "") -> None:
    mark = Path(attempt_file)
    if not mark.exists():
        mark.touch()
        raise ValueError(SECRET)
    mark.write_text("done")


def main() -> None:
    worker.BEAT_SECONDS = 1
    worker.RETRY_SECONDS = 1
    worker.STOP_WITHIN_SECONDS = 1
    job_runner.POLL_S = 1
    job_runner.RETRY_S = 1
    jobs.HEARTBEAT_S = 1
    jobs.DEAD_AFTER_S = 3
    mail.TIMEOUT_S = 30
    rules.FIRST_WAIT = timedelta(seconds=0.5)
    rules.LONGEST_WAIT = timedelta(seconds=2)
    worker.command.main(args=[], obj=ScriptInfo(create_app=create_app), standalone_mode=True)


if __name__ == "__main__":
    main()
