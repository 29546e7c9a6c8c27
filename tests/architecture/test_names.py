"""A file's name says what is in it, and no file names a package registry."""

import re
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
FILES_OF_A_SERVICE = {
    "__init__",
    "app",
    "api",
    "pages",
    "handlers",
    "jobs",
    "workers",
    "gateways",
    "use_cases",
    "queries",
    "rules",
    "values",
    "forms",
    "models",
    "schemas",
    "settings",
}
BUSINESS = re.compile(
    r"\b(carriers?|schools?|municipalit(y|ies)|gatherings?|trainings?|coordination)\b|worker_id"
)
"""What nothing in ``shared`` is about; contracts are."""
SPEAKING_OF_ROLES = (
    "shared/contracts/",
    "shared/web/kit/person.py",  # audiences name roles
    "shared/web/sessions/",
    "shared/settings.py",  # what operators call a tenant, as the next
    "shared/oidc_settings.py",
    "shared/web/tenants.py",  # what a form calls a tenant
    "shared/web/sentences.py",  # an address of ours, as an example
    "shared/web/audit.py",  # what an address calls people
    "shared/web/static/",  # a program for others to begin with
)
MIGRATIONS = "migrations"
TEMPLATES = "templates"
"""A folder of HTML, text and what Typst sets; a capability may be called so, too."""
ONE_FILE_PER_KIND = "kinds"
"""A folder of a capability: one module per kind, named as its code, found by walking."""
# Taken apart, or this file would name them.
REGISTRIES = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("repo.maven.apache", "org"),
    ("repo1.maven", "org"),
    ("crates", "io"),
    ("proxy.golang", "org"),
    ("deb.debian", "org"),
]


def project_files() -> list[Path]:
    """What is in the repository, or would be with the next commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return [
        path for name in listed.stdout.split("\0") if name and (path := CHECKOUT / name).is_file()
    ]


def named(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


def belongs_in_a_service(path: Path) -> bool:
    inside = path.relative_to(CHECKOUT / "services").parts[1:]
    if MIGRATIONS in inside[:-1]:
        return True
    if TEMPLATES in inside[:-1] and path.suffix in (".html", ".txt", ".typ"):
        return True
    if len(inside) == 3 and inside[1] == ONE_FILE_PER_KIND:
        return path.suffix == ".py" and bool(re.fullmatch(r"__init__|[a-z][a-z0-9_]*", path.stem))
    capability_at_most = len(inside) <= 2
    return capability_at_most and path.suffix == ".py" and path.stem in FILES_OF_A_SERVICE


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = [path for path in project_files() if path.suffix == ".py"]
    vague = [
        named(path)
        for path in modules
        if SAYS_NOTHING & {path.stem, *path.relative_to(CHECKOUT).parts}
    ]
    assert vague == []


def test_a_service_and_a_capability_hold_only_the_files_everybody_knows() -> None:
    services = CHECKOUT / "services"
    inside = [path for path in project_files() if path.is_relative_to(services)]
    strange = [named(path) for path in inside if path.parent != services]
    assert [name for name in strange if not belongs_in_a_service(CHECKOUT / name)] == []


def test_a_room_of_kinds_lies_in_a_capability_and_holds_modules_only() -> None:
    def allowed(name: str) -> bool:
        return belongs_in_a_service(CHECKOUT / "services" / name)

    assert allowed("notifications/mails/kinds/welcome.py")
    assert not allowed("notifications/kinds/welcome.py")
    assert not allowed("notifications/mails/kinds/more/welcome.py")
    assert not allowed("notifications/mails/kinds/Welcome.py")
    assert not allowed("notifications/mails/kinds/welcome.html")
    assert not allowed("notifications/mails/welcome.py")


def test_a_capability_may_be_called_templates_and_is_looked_at_like_any_other() -> None:
    def allowed(name: str) -> bool:
        return belongs_in_a_service(CHECKOUT / "services" / name)

    assert allowed("trainings/templates/use_cases.py")
    assert allowed("trainings/tasks/templates/task.html")
    assert not allowed("trainings/templates/catalogue.py")
    assert not allowed("trainings/tasks/templates/task.py")


def test_no_file_names_a_package_registry() -> None:
    pattern = re.compile("|".join(re.escape(".".join(host)) for host in REGISTRIES).encode())
    naming = [named(path) for path in project_files() if pattern.search(path.read_bytes())]
    assert naming == []


def test_no_business_word_stands_in_shared_outside_of_contracts() -> None:
    ours = [path for path in project_files() if path.is_relative_to(CHECKOUT / "shared")]
    ours = [path for path in ours if path.suffix == ".py" and MIGRATIONS not in path.parts]
    speaking = [
        named(path)
        for path in ours
        if not named(path).startswith(SPEAKING_OF_ROLES) and BUSINESS.search(path.read_text())
    ]
    assert speaking == []
