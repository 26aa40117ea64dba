name = Afuera
token = Conectar con token API
address = Dirección
