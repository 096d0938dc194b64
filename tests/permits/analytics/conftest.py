from tests.permits.lives import life as life
