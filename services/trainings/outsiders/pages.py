"""What a guest wants with what is kept about them, behind either of their links."""

from services.trainings.outsiders.queries import by_guest_link, by_registration_link
from shared.contracts.gatherings import GUEST_PAGE, REGISTRATION_PAGE
from shared.contracts.privacy import TrainingsWish
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter
from shared.web.outsiders import offer_wishes

pages = PageRouter(__package__, audience=LinkHolder)
offer_wishes(pages, GUEST_PAGE, TrainingsWish, by_guest_link)
offer_wishes(pages, REGISTRATION_PAGE, TrainingsWish, by_registration_link)
