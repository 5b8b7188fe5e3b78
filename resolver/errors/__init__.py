"""Everything that can go wrong, in one tree: reach for it to raise or catch an error.

    ResolverError
    ├── InvalidInput                what was asked or given is wrong          400 · exit 2
    │   ├── EmptyText               no text where a name is needed
    │   ├── TextTooLong             longer than the limit
    │   ├── UnreadableText          NUL, control characters, not valid Unicode
    │   ├── UnknownType             not one of the types
    │   ├── UnknownCountry          not an ISO 3166-1 alpha-2 code (nor XK)
    │   ├── BadDate                 not 2015, 2015-03 or 2015-03-01
    │   ├── BadValue                any other field out of its range or form
    │   │   ├── IdTaken             an ID for something new that an entity has    409
    │   │   └── Unchanged           a change that would change nothing        409
    │   └── BadSource               a source that cannot be imported: path, line, column
    │       ├── NoColumnMap         nothing says which column of a table is what
    │       ├── TooManyRows         a list of more rows than the limit        413
    │       └── ListTooLarge        a list of more bytes than the limit       413
    ├── BadRequest                  an HTTP request that is not one of ours   400
    │   ├── BadJson                 a body that is not the JSON expected      400
    │   ├── TooManyQueries          a batch of more or longer queries         400
    │   ├── KeyNeeded               what only the holder of a key may ask     401
    │   │   ├── UnknownKey          no key, or one that holds no more         401
    │   │   └── ScopeMissing        a key whose scope is too small            403
    │   ├── ForeignOrigin           a web page of another origin asks         403
    │   ├── FormStale               a form of before its sender signed in     403
    │   ├── UnknownRoute            no route has that path                    404
    │   ├── WrongMethod             the route does not take that method       405
    │   ├── BodyCut                 a body that did not arrive whole          408
    │   ├── JobNotDone              the result of a job that has none yet     409
    │   ├── BodyTooLarge            a body longer than the route's limit      413
    │   ├── WrongMediaType          a body of another kind than is taken      415
    │   ├── WrongRange              a range that is not within the answer     416
    │   ├── KeyReused               the idempotency key of another request    422
    │   ├── TooManyRequests         more requests than the limit of the service 429
    │   └── WrongHost               the request names a host that is not ours 421
    ├── Overloaded                  too many wait already; try again later   503
    │   └── TooManyJobs             too many lists wait already               503
    ├── IndexBehind                 the index does not have a change yet          503
    ├── ServiceUnreachable          a service that does not answer                502 · exit 1
    ├── UnknownJob                  no job has that ID                        404
    ├── JobTooLarge                 a job that needs more than it may have    413
    ├── JobFailed                   a job that ended without a result         409
    ├── UnknownEntity               no entity has that ID                     404 · exit 1
    ├── AmbiguousEntity             a record may be several entities          409 · exit 1
    ├── EntityMoved                 an ID became another one                  409
    ├── EntityChanged               an entity is not what it was when read       412 · exit 1
    ├── UnknownChange               no change has that number                 404 · exit 2
    ├── UnknownReview               no review has that number                 404 · exit 1
    ├── UnknownSource               no source has that name                   404 · exit 1
    ├── OutputBusy                  another process is writing the same file           exit 1
    ├── OutputStarted               a stopped run has left a part of it                exit 2
    ├── TooManyErrors               more rows of a list have an error than it may      exit 1
    ├── EncoderDamaged              an encoder's table cannot be used                  exit 1
    ├── TrainingImpossible          there is no PyTorch, or nothing to learn from    exit 1
    └── HomeError                   the home cannot do what is asked          503 · exit 1
        ├── HomeMissing             there is no such directory                      exit 2
        ├── HomeDenied              no permission to read or write it
        ├── HomeBusy                another process is writing it
        ├── HomeFormat              made by a version that this one cannot read
        │   └── OtherWeights        the weights are those of another version
        ├── IndexMissing            nothing was compiled yet
        ├── IndexDamaged            a file of the index is not what was written
        ├── StoreDamaged            the database is not what was written
        ├── StoreEmpty              nothing was imported yet
        ├── KeysDamaged             the file of keys cannot be used, or is not private
        └── DiskFull                no space left for what is being written

- `root`: the errors from which all others derive.
- `inputs`: what was asked or given is wrong.
- `requests`: what goes wrong over HTTP alone, jobs with it.
- `work`: what goes wrong though the input and the home are fine.
- `homes`: the home cannot do what is asked.

Each error is one sentence of what is wrong, and a remedy: what to do, in a few words. `code` is the
same word on every surface (command line, HTTP, bulk). `status` is the HTTP status. `exit_code` is
what a command exits with. Errors of foreign libraries are translated in the module that imports
them.
"""

from resolver.errors.homes import (
    DiskFull,
    HomeBusy,
    HomeDenied,
    HomeError,
    HomeFormat,
    HomeMissing,
    IndexDamaged,
    IndexMissing,
    KeysDamaged,
    OtherWeights,
    StoreDamaged,
    StoreEmpty,
)
from resolver.errors.inputs import (
    BadDate,
    BadSource,
    BadValue,
    EmptyText,
    IdTaken,
    ListTooLarge,
    NoColumnMap,
    TextTooLong,
    TooManyRows,
    Unchanged,
    UnknownCountry,
    UnknownType,
    UnreadableText,
)
from resolver.errors.requests import (
    BadJson,
    BadRequest,
    BodyCut,
    BodyTooLarge,
    ForeignOrigin,
    FormStale,
    IndexBehind,
    JobFailed,
    JobNotDone,
    JobTooLarge,
    KeyNeeded,
    KeyReused,
    Overloaded,
    ScopeMissing,
    ServiceUnreachable,
    TooManyJobs,
    TooManyQueries,
    TooManyRequests,
    UnknownJob,
    UnknownKey,
    UnknownRoute,
    WrongHost,
    WrongMediaType,
    WrongMethod,
    WrongRange,
)
from resolver.errors.root import (
    InvalidInput,
    ResolverError,
)
from resolver.errors.work import (
    AmbiguousEntity,
    EncoderDamaged,
    EntityChanged,
    EntityMoved,
    OutputBusy,
    OutputStarted,
    TooManyErrors,
    TrainingImpossible,
    UnknownChange,
    UnknownEntity,
    UnknownReview,
    UnknownSource,
)

__all__ = [
    "AmbiguousEntity",
    "BadDate",
    "BadJson",
    "BadRequest",
    "BadSource",
    "BadValue",
    "BodyCut",
    "BodyTooLarge",
    "DiskFull",
    "EmptyText",
    "EncoderDamaged",
    "EntityChanged",
    "EntityMoved",
    "ForeignOrigin",
    "FormStale",
    "HomeBusy",
    "HomeDenied",
    "HomeError",
    "HomeFormat",
    "HomeMissing",
    "IdTaken",
    "IndexBehind",
    "IndexDamaged",
    "IndexMissing",
    "InvalidInput",
    "JobFailed",
    "JobNotDone",
    "JobTooLarge",
    "KeyNeeded",
    "KeyReused",
    "KeysDamaged",
    "ListTooLarge",
    "NoColumnMap",
    "OtherWeights",
    "OutputBusy",
    "OutputStarted",
    "Overloaded",
    "ResolverError",
    "ScopeMissing",
    "ServiceUnreachable",
    "StoreDamaged",
    "StoreEmpty",
    "TextTooLong",
    "TooManyErrors",
    "TooManyJobs",
    "TooManyQueries",
    "TooManyRequests",
    "TooManyRows",
    "TrainingImpossible",
    "Unchanged",
    "UnknownChange",
    "UnknownCountry",
    "UnknownEntity",
    "UnknownJob",
    "UnknownKey",
    "UnknownReview",
    "UnknownRoute",
    "UnknownSource",
    "UnknownType",
    "UnreadableText",
    "WrongHost",
    "WrongMediaType",
    "WrongMethod",
    "WrongRange",
]
