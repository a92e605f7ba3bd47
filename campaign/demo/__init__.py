"""The demo: the campaign about ShotSpotter in Chicago, as data in the project's own words.

Nouns:

- **Fact sheet** (`facts.toml`, the import format of `campaign facts`): what may be quoted. Kinds of
  source, nearest to the event first: *primary* (the act or statement itself), *official* (a public
  body's report), *peer-reviewed*, *press*, *vendor* (the seller's claim), *advocacy* (a party's
  claim, our own side's included). A fact is *current*; *draft* while something it rests on is
  unread; *disputed* when sources use the same words for different things; *retracted* when it was
  wrong to say. A dispute gives the other side at its strongest, whatever the status.
- **Timeline** (`timeline.toml`): what happened when, told as history; a date is a day
  (`2021-08-24`) or a month (`2021-03`); `result` is as the record has it.
- **Campaign** (`campaign.toml`): the ask, five organizations by role (*lead*, *partner*,
  *endorser*) and the petition. The organizations are invented and say so in their names.
- **Life** (`life.toml`): what organizers find at work: a draft, comments to read, a sign-on letter
  with two names, a charter; and three people who log in.
- **Testimony** (`testimony.toml`): drafts in every state for the council's meeting, and the date on
  which the contract was to end, as it was said first and as it was said then.
- **Letters** (`letters.toml`): a letter action, and residents' letters in several states.
- **Wards** (`wards.toml`): the body, its thresholds and its 50 wards, each with a tile.
- **Council** (`officials.toml`): who held which seat from when to when, since 2019, with sources;
  three committees, derived from attendance; holidays. A day that no source gives is rough.
- **Record** (`record.toml`): measures, their sponsors, and positions that were printed in 2024, as
  a whip count that looks back. No roll call: the full ones were not found.
- **Tile**: a ward's cell on the schematic map, `[column, row]`; `[0, 0]` is the north-west corner.

A sentence of these files is published as it stands, so each must be true by itself. The petition
has no date of its own: it is read on the reader's day, and looks back on 2018 to 2024. No file
holds an address of a real office; demo addresses end in `@example.org`.
"""
