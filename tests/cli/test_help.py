"""What the command says of itself, and how it refuses."""

import pytest
from click.testing import CliRunner

from campaign.cli import TOPICS, main


def test_help_names_every_topic():
    result = CliRunner().invoke(main, ["--help"])

    assert result.exit_code == 0
    named = [line.split()[0] for line in result.output.partition("Commands:\n")[2].splitlines()]
    assert named == sorted(TOPICS)


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_topic_has_help(topic):
    result = CliRunner().invoke(main, [topic, "--help"])

    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: main {topic}")


@pytest.mark.parametrize(
    "words",
    [
        ["petition"],
        ["run", "now"],
        ["run", "--port", "80"],
        ["db", "downgrade"],
        ["facts", "export"],
        ["facts", "import", "facts.toml"],
        ["facts", "export", "--campaign", "x", "--format", "pdf"],
        ["users", "invite", "ana@example.org"],
        ["users", "disable"],
    ],
)
def test_wrong_usage_ends_with_2(words):
    result = CliRunner().invoke(main, words)

    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("CAMPAIGN_PORT", "eighty", "CAMPAIGN_PORT is 'eighty': write a whole number"),
        ("CAMPAIGN_PROT", "8000", "Did you mean CAMPAIGN_PORT?"),
        ("CAMPAIGN_MAIL_USE_TLS", "perhaps", "write true or false"),
        ("CAMPAIGN_SECRET_KEY", "short", "use 32 random characters"),
        ("CAMPAIGN_BASE_URL", "campaign.example.org", "write it like https://"),
        ("CAMPAIGN_DATABASE_URL", "mysql://x", "use sqlite:/// or postgresql://"),
        ("CAMPAIGN_INSTANCE", "/proc/x", "choose a folder of yours"),
    ],
)
@pytest.mark.parametrize("words", [["run"], ["check"], ["db", "current"]])
def test_a_wrong_setting_is_one_line(words, name, text, said, tmp_path):
    result = CliRunner().invoke(main, words, env={"CAMPAIGN_INSTANCE": str(tmp_path), name: text})

    assert result.exit_code == 1
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert said in line
