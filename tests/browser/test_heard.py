"""What a screen reader is told on the pages that matter most, and in states that are not there when a page loads."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.cut_off import Asker, at
from tests.browser.phone import NOTICE
from tests.browser.site import TOWN, Site
from tests.browser.tree import misleading_links, misread, open_folds, read_tree, tree_complaints
from tests.browser.watch import Watch, settled

SECONDS_OF_A_PERSON = 3_200  # less than that, and the form asks to be sent once more
FIRST = """
- link "Ga naar de inhoud"
- banner:
  - link "Dichtbij Alblasserdam"
  - navigation "Hoofdmenu":
    - list:
      - listitem:
        - link "Begin"
  - navigation "Taal":
    - list:
      - listitem: Nederlands
      - listitem:
        - link "English"
- main
"""
LAST = """
- region "Liever met iemand praten?":
  - heading "Liever met iemand praten?" [level=2]
  - link "Bel 078 - 202 11 11"
- contentinfo
"""


def test_a_page_that_is_hard_to_hear_is_found(page: Page, site: Site) -> None:
    """What the promises about every page rest on."""
    page.goto(site.path("nl", "about"))
    page.evaluate("""() => { document.querySelector("main").innerHTML = `
      <nav aria-label="Deel"></nav><nav aria-label="Deel"></nav><button>…</button><input type="search">
      <a href="/1">Lees meer</a> <a href="/2">Lees  meer</a> <a href="/1#x">Lees meer</a>
      <p>Read what you need</p><p lang="en">Read what you need <b lang="nl">en wat je wilt</b></p>`;
      document.querySelector("footer").remove(); }""")
    found = "\n".join(tree_complaints(page) + misleading_links(page) + misread(page))

    for part in (
        "name: button",
        "name: searchbox",
        "0 times contentinfo",
        "'Deel'",
        "/1', 'http",
        "/2'",
        "read as nl: Read",
    ):
        assert part in found, (part, found)
    assert "read as en" not in found


def test_every_page_begins_and_ends_alike(page: Page, site: Site) -> None:
    """And the team is called in the same place on each (3.2.3, 3.2.4, 3.2.6)."""
    for path in (
        "",
        "places",
        "today",
        "places/het-brughuis",
        "ask",
        "safe",
        "helper?about=any&who=any&how=any&when=any",
    ):
        page.goto(site.path("nl", path))
        expect(page.locator("body")).to_match_aria_snapshot(FIRST)
        expect(page.locator("body")).to_match_aria_snapshot(LAST)


def test_suggestions_are_a_list_that_is_counted_and_chosen_from(page: Page, site: Site) -> None:
    page.goto(site.path("nl"))
    page.locator("#q").press_sequentially("schuld")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")

    expect(page.locator("form[data-module=suggestions]")).to_match_aria_snapshot("""
      - search:
        - combobox "Zoek in je eigen woorden" [expanded]: schuld
        - listbox "Suggesties":
          - option "Geld, schulden en post" [selected]
          - option /Hulp bij schulden .+/
        - status: /\\d+ suggesties. Kies met de pijltjes./
        - button "Zoek"
    """)


def test_filters_say_how_much_is_left_and_how_to_undo_them(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "activities?theme=geld&free=1"))
    page.locator(".filters__summary").click()

    expect(page.locator("main")).to_match_aria_snapshot("""
      - main:
        - heading /^\\d+ activiteiten in Alblasserdam$/ [level=1]
        - navigation "Plekken of activiteiten"
        - search:
          - searchbox "Wat zoek je?"
          - textbox "Waar ben je? Postcode, straat of buurt"
          - group:
            - combobox "Onderwerp"
            - combobox "Voor wie"
            - group "Dit vind ik belangrijk":
              - checkbox /Gratis \\(\\d+\\)/ [checked]
            - button "Laat de lijst zien"
          - group "Snel kiezen"
        - heading "Je koos" [level=2]
        - list:
          - listitem:
            - 'link "Weghalen: Geld, schulden en post"'
          - listitem:
            - 'link "Weghalen: Gratis"'
    """)
    fold = next(node for node in read_tree(page) if node.role == "DisclosureTriangle")
    assert (fold.name, fold.facts["expanded"]) == ("Meer filters (2 aan)", True)
    number = int(page.locator("h1").inner_text().split()[0])
    assert page.title().startswith(f"{number} activiteiten"), "the title is read first, and says what came of it"


def test_the_map_has_buttons_with_names_and_its_card_is_a_dialog(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places#map"))
    settled(page)
    pin = page.locator(".pin:not(.pin--cluster)").first
    said = pin.get_attribute("aria-label") or ""
    pin.press("Enter")

    assert re.fullmatch(r".+, .+, .+", said), "the name, what it is and when it is open"
    expect(page.locator("[data-map]")).to_match_aria_snapshot(
        f"""
      - region "Kaart van Alblasserdam":
        - dialog {said.split(",")[0]!r}:
          - link "Meer hierover"
          - button "Sluiten"
        - button "Zoom in"
        - button "Zoom uit"
        - button "Laat de hele gemeente zien"
    """.replace("'", '"')
    )
    assert not [node for node in read_tree(page) if node.role == "image"], "shapes say nothing"
    area = next(node for node in read_tree(page) if node.name == "Kaart van Alblasserdam")
    assert "pijltjes" in area.description
    page.keyboard.press("Escape")
    page.locator("[data-map]").focus()
    hint = page.locator(".map__keys")
    expect(hint).to_have_css("opacity", "1")
    page.keyboard.press("Escape")
    expect(hint).to_have_css("opacity", "0")


def test_a_place_tells_its_week_as_a_table_and_what_can_be_done(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "places/het-brughuis"))

    expect(page.locator("article")).to_match_aria_snapshot("""
      - article:
        - heading "Het Brughuis" [level=1]
        - paragraph: /[Oo]pen|[Dd]icht|[Tt]ijden/
        - list:
          - listitem:
            - link "Bel"
          - listitem:
            - link "Route"
          - listitem:
            - button "Print"
        - region "Wanneer":
          - table /De week vanaf .+/:
            - caption: /De week vanaf .+/
            - rowgroup:
              - row "Dag Tijden":
                - columnheader "Dag"
                - columnheader "Tijden"
            - rowgroup:
              - row /.+/:
                - rowheader /.+dag .+/
                - cell /.+/
        - region "Waar":
          - paragraph:
            - link /opent een andere website/
          - 'region "Kaart: hier is Het Brughuis"'
        - region "Contact"
        - paragraph:
          - link "Stel hier een vraag over"
    """)
    tables = [node.name for node in read_tree(page) if node.role == "table"]
    assert len(set(tables)) == len(tables) == 2


def test_what_is_wrong_in_a_question_is_told_with_its_field(open_page: OpenPage, site: Site, watch: Watch) -> None:
    watch.may_fail = "/ask"  # its answer to a form with a mistake
    page = open_page(reduced_motion="reduce")
    page.goto(site.path("nl", "ask"))
    page.wait_for_timeout(SECONDS_OF_A_PERSON)
    page.locator(".ask__more > summary").click()
    page.locator("#postcode").fill("12")
    page.locator(".ask__send").click()

    problems = page.locator("#problems")
    expect(problems).to_be_focused()
    for link in problems.get_by_role("link").all():
        field = page.locator(link.get_attribute("href") or "")
        told = field if field.get_attribute("type") != "radio" else page.locator("fieldset", has=field).last
        expect(told).to_have_accessible_description(re.compile(re.escape(link.inner_text())))
        assert field.get_attribute("type") == "radio" or field.get_attribute("aria-invalid") == "true"
        link.press("Enter")
        expect(field).to_be_focused()
    assert problems.get_by_role("link").count() == 3
    assert page.locator("#postcode").input_value() == "12", "nothing has to be typed twice"
    open_folds(page)
    assert tree_complaints(page) == []


def test_without_scripts_too_a_form_that_comes_back_begins_where_it_is_wrong(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site.path("nl", "report?place=het-brughuis"))
    page.wait_for_timeout(SECONDS_OF_A_PERSON)
    page.locator("#email").fill("geen adres")
    page.locator("main form button").click()

    expect(page.locator("[name=wrong]").first).to_be_focused()
    expect(page.locator("fieldset")).to_have_accessible_description(re.compile(r"\w"))
    expect(page.locator("#email")).to_have_accessible_description(re.compile("e-mailadres"))
    expect(page.locator("#email")).to_have_value("geen adres")
    page.goto(site.path("nl", "search?q=koffie&postcode=29511"))
    expect(page.locator("#where")).to_be_focused()
    expect(page.locator("#where")).to_have_accessible_description(re.compile("Dit is geen postcode"))


def test_on_the_safety_page_the_way_out_comes_first_and_is_explained(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "safe"))
    way_out = page.locator("main a").first

    expect(way_out).to_have_accessible_name("Sluit deze website meteen")
    expect(way_out).to_have_accessible_description(re.compile("Je ziet dan het weer.*drie keer op de toets Shift"))
    page.locator("h1").click()
    page.keyboard.press("Shift")
    expect(page.locator(".quick-exit [role=status]")).to_have_text(
        "Druk nog twee keer op Shift om deze site te sluiten."
    )


def test_a_crisis_line_that_appears_is_told_without_being_looked_for(page: Page, site: Site) -> None:
    page.goto(site.path("nl", "ask"))
    told = page.get_by_role("status").filter(has=page.locator("[data-ask=lines]"))
    expect(told).to_match_aria_snapshot("- status")
    page.locator("#question").press_sequentially("ik wil dood")

    expect(told).to_match_aria_snapshot("""
      - status:
        - paragraph: /meteen iemand te spreken/
        - list:
          - listitem:
            - link "113"
    """)
    expect(page.locator("#question")).to_be_focused()


def test_without_a_network_the_page_tells_since_when_it_was_kept(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.goto(f"/nl/{TOWN}/about")
    told = phone.get_by_role("status").filter(has=phone.locator(NOTICE))

    expect(told).to_match_aria_snapshot("""
      - status:
        - paragraph:
          - text: /Geen verbinding. Zo was het op .+/
          - link "Probeer opnieuw"
    """)
    assert tree_complaints(phone) == []


def test_a_question_that_waits_is_told_by_where_the_focus_goes(asker: Asker) -> None:
    at(asker, lang="nl")
    asker.context.set_offline(True)
    asker.ask("Wie helpt mij met brieven?")
    panel = asker.page.locator(".keep")
    expect(panel).to_be_focused()
    expect(panel).to_have_accessible_name(re.compile("Niet verstuurd"))
    asker.page.locator("[data-keep=yes]").click()
    expect(asker.page.locator("#outbox-title")).to_be_focused()
    assert tree_complaints(asker.page) == []
    asker.context.set_offline(False)
    asker.line.cut()
    asker.page.locator("[data-do=delete]").click()

    told = asker.page.locator("[data-list=told]")
    expect(told).to_be_focused()
    expect(told).to_have_text(re.compile("telefoon"))
