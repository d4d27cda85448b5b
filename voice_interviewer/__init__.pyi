"""The public names, for type checkers; `__init__.py` imports each when it is first used."""

from .cohort.tables import read_cohort as read_cohort
from .cohort.tables import rows_of as rows_of
from .debrief.data.schema import Debrief as Debrief
from .errors import InterviewerError as InterviewerError
from .flow.catalog import check_flow as check_flow
from .flow.catalog import list_flows as list_flows
from .flow.catalog import load_flow as load_flow
from .flow.model import Flow as Flow
from .interview.live.given import Given as Given
from .interview.live.screen import Screen as Screen
from .interview.live.screen import Wish as Wish
from .interview.live.session import (
    Finished as Finished,
)
from .interview.live.session import (
    Interview as Interview,
)
from .interview.live.session import (
    Outcome as Outcome,
)
from .interview.live.session import (
    practise as practise,
)
from .interview.rehearsal.simulate import Simulation as Simulation
from .language.analyze import Analyser as Analyser
from .language.analyze import analyze as analyze
from .language.model import Analysis as Analysis
from .language.model import Context as Context
from .language.model import Finding as Finding
from .language.model import Interruption as Interruption
from .library import read_debrief as read_debrief
from .library import review_cohort as review_cohort
from .library import review_files as review_files
from .library import simulate as simulate
from .sessions.choices import Choices as Choices
from .sessions.journal import Session as Session
from .sessions.journal import list_sessions as list_sessions

__version__: str
