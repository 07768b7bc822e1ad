# For the flask command on a developer's machine: the product with the settings of the private database cluster.
FLASK_APP=tools.local:create_app
