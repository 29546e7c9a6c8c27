"""What somebody from outside wants with what is kept about them, behind the link of a measure."""

from services.surveys.measures.queries import outside_by_link
from shared.contracts.measures import MEASURE_PAGE
from shared.contracts.privacy import SurveysWish
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter
from shared.web.outsiders import offer_wishes

pages = PageRouter(__package__, audience=LinkHolder)
offer_wishes(pages, MEASURE_PAGE, SurveysWish, outside_by_link)
