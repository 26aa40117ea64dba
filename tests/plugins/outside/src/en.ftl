name = Outside
token = Connect with API token
address = Address
