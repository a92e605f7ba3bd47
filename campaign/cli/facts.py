"""`campaign facts`: bring a fact sheet in, take it out, see what needs a look."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from . import refuse, with_app


@click.group()
def facts() -> None:
    """Import, export and check the fact sheet of a campaign."""


@facts.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--campaign", "slug", required=True, help="Campaign that the facts belong to.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@with_app
def import_(file: Path, slug: str, dry_run: bool, as_json: bool) -> None:
    """Bring in the facts of a TOML or CSV file: all of them or none."""
    from ..db import db
    from ..factsheet.files import Unreadable, read_file
    from ..factsheet.importing import make_plan

    campaign = get_campaign(slug, lock=True)
    try:
        plan = make_plan(campaign, read_file(file, slug))
        report = json.dumps(plan_values(plan, dry_run)) if as_json else plan_text(plan, dry_run)
    except Unreadable as error:
        refuse_file(file, error, as_json)
    if not dry_run:
        carry_out_with_bar(plan)
        db.session.commit()
    click.echo(report)


@facts.command()
@click.option("--campaign", "slug", required=True, help="Campaign to write out.")
@click.option("--format", "form", type=click.Choice(["toml", "csv"]), default="toml")
@with_app
def export(slug: str, form: str) -> None:
    """Write the whole fact sheet, drafts too, to standard output."""
    from ..factsheet.files import write_csv, write_toml
    from ..factsheet.sheet import exported

    rows = exported(get_campaign(slug))
    text = write_csv(rows) if form == "csv" else write_toml(slug, rows)
    sys.stdout.buffer.write(text.encode())


@facts.command()
@click.option("--campaign", "slug", help="Only this campaign.")
@click.option("--links", "with_links", is_flag=True, help="Also ask whether the links answer.")
@click.option("--timeout", default=10.0, help="Seconds that a server may take.")
@click.option("--strict", is_flag=True, help="End with 1 when there is something to look at.")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@with_app
def check(slug: str | None, with_links: bool, timeout: float, **choices: bool) -> None:
    """Say which facts need a look: overdue, unsourced, uncited, inconsistent, cited when old."""
    from ..factsheet.checking import check as look

    found: dict[str, list[Any]] = {}
    for campaign in [get_campaign(slug)] if slug else all_campaigns():
        found[campaign.slug] = look(campaign)
        if with_links:
            found[campaign.slug] += check_links(campaign, timeout)
    say_findings(found, choices["as_json"])
    if choices["strict"] and any(found.values()):
        sys.exit(1)


def say_findings(found: dict[str, list[Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({slug: [one.values for one in of] for slug, of in found.items()}))
        return
    for of in found.values():
        for one in of:
            click.echo(f"{one.fact}: {one.sentence}")
    count = sum(len(of) for of in found.values())
    click.echo(f"{count} to look at." if count else "Nothing to look at.")


def check_links(campaign: Any, timeout: float) -> list[Any]:
    """Ask every link of a campaign; note the day for the facts whose links all answered."""
    from ..db import db
    from ..factsheet.checking import Finding, follow, links, note_answers

    asked = links(campaign)
    db.session.rollback()  # nobody waits for the database while other servers take their time
    with click.progressbar(
        follow(asked, timeout),
        length=len(asked),
        label="Links",
        file=sys.stderr,
    ) as answers:
        dead = {url: trouble for url, trouble in answers if trouble}
    note_answers(campaign, dead, asked)
    db.session.commit()
    return [
        Finding(key, "link", f"{url} {trouble}.")
        for url, trouble in dead.items()
        for key in asked[url]
    ]


def get_campaign(slug: str, lock: bool = False) -> Any:
    """The campaign; with `lock` nobody else imports into it until we are done."""
    from ..coalition.models import Campaign
    from ..db import db

    query = db.select(Campaign).filter_by(slug=slug)
    campaign = db.session.scalar(query.with_for_update() if lock else query)
    if campaign is None:
        known = ", ".join(one.slug for one in all_campaigns()) or "none yet"
        refuse(f"There is no campaign {slug!r}; there is {known}.")
    return campaign


def all_campaigns() -> list[Any]:
    from ..coalition.models import Campaign
    from ..db import db

    return list(db.session.scalars(db.select(Campaign).order_by(Campaign.id)))


def refuse_file(file: Path, error: Any, as_json: bool) -> NoReturn:
    """Every problem by line, then the one line that says nothing was done."""
    if as_json:
        problems = [{"line": one.line, "sentence": one.sentence} for one in error.problems]
        click.echo(json.dumps({"problems": problems}))
    else:
        for problem in error.problems[:200]:
            click.echo(f"{file.name}, {problem}", err=True)
    count = len(error.problems)
    problems_word = "1 problem" if count == 1 else f"{count} problems"
    refuse(f"Nothing was imported: {problems_word} in {file.name}.")


def carry_out_with_bar(plan: Any) -> None:
    from ..factsheet.importing import carry_out

    done = carry_out(plan, by="campaign facts import")
    if len(plan) < 200:
        for _key in done:
            pass
        return
    with click.progressbar(done, length=len(plan), label="Facts", file=sys.stderr) as bar:
        for _key in bar:
            pass


def plan_text(plan: Any, dry_run: bool) -> str:
    """The differences, fact by fact, and their count."""
    lines = [f"new        {item.key}" for item in plan.new]
    for one in plan.changed:
        number = f" v{one.old.number} → v{one.old.number + 1}" if one.said else ""
        lines.append(f"changed    {one.item.key}{number}")
        for change in (*one.said, *one.care):
            lines += change_lines(change)
        for use in one.used_in:
            lines += use_lines(use, plan.documents[use.document], one.new_sentence)
    lines += [f"not in file, kept  {key}" for key in plan.not_in_file]
    would = "Would be imported" if dry_run else "Imported"
    lines.append(
        f"{would}: {len(plan.new)} new, {len(plan.changed)} changed,"
        f" {len(plan.unchanged)} unchanged, {len(plan.not_in_file)} not in the file."
    )
    return "\n".join(lines)


def use_lines(use: Any, document: Any, new: str) -> list[str]:
    """A document that needs a look now: what it says, and what the fact says."""
    lines = [f"           cited by {document.name}: needs a look"]
    if use.sentence == new:
        return [*lines, f"             keeps saying  “{new}”"]
    return [*lines, f"             it says   “{use.sentence}”", f"             new is    “{new}”"]


def change_lines(change: Any) -> list[str]:
    """One changed field: old → new; lists entry by entry."""
    if not isinstance(change.old, list):
        return [f"           {change.field}: {shown(change.old)} → {shown(change.new)}"]
    gone = [
        f"           {change.field} − {shown(one)}" for one in change.old if one not in change.new
    ]
    come = [
        f"           {change.field} + {shown(one)}" for one in change.new if one not in change.old
    ]
    return gone + come or [f"           {change.field}: in another order"]


def shown(value: Any) -> str:
    if not value:
        return "nothing"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {shown(one)}" for name, one in value.items() if one)
    if isinstance(value, list):
        return " · ".join(f"({shown(one)})" for one in value)
    return f"“{value}”" if isinstance(value, str) else str(value)


def plan_values(plan: Any, dry_run: bool) -> dict[str, Any]:
    """The plan as JSON: documented in docs/facts-format.md."""
    return {
        "campaign": plan.campaign.slug,
        "dry_run": dry_run,
        "new": [item.key for item in plan.new],
        "changed": [
            {
                "key": one.item.key,
                "version": one.old.number + bool(one.said),
                "changes": [
                    {"field": each.field, "old": plain(each.old), "new": plain(each.new)}
                    for each in (*one.said, *one.care)
                ],
                "cited_by": [
                    use_values(use, plan.documents[use.document], one.new_sentence)
                    for use in one.used_in
                ],
            }
            for one in plan.changed
        ],
        "unchanged": plan.unchanged,
        "not_in_file": plan.not_in_file,
    }


def use_values(use: Any, document: Any, new: str) -> dict[str, Any]:
    from ..config import settings

    return {
        "kind": document.kind,
        "id": document.id,
        "title": document.title,
        "url": settings().base_url + document.path if document.path else None,
        "version": use.version,
        "old": use.sentence,
        "new": new,
    }


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
