from tests.permits.lives import life as life
from tests.permits.lives import lived_in as lived_in
from tests.permits.lives import one_office as one_office
