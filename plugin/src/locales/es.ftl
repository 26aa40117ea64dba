### Los textos del complemento de GitLab, en español. Las etiquetas de las páginas de GitLab se citan como las escribe GitLab.
###
### Un texto cuyo identificador es el código de un problema, con un guion en lugar de cada punto, precede al del kit para ese código; su
### atributo `hint` dice qué hacer. Las terminaciones como `-oauth` son para casos especiales.

## El complemento y su formulario

name = Gitlab

method-oauth = Cuenta de GitLab
    .button = Conectar con GitLab
    .help = Usted inicia sesión en GitLab y permite a Violet leer. La instancia debe tener una aplicación OAuth para Violet.
method-token = Token API
    .button = Conectar con token API
    .help = Para instancias autogestionadas, o si prefiere un token: créelo en GitLab e introdúzcalo aquí.

field-address = Dirección de GitLab
    .help = La dirección que abre en el navegador. Sirve la de cualquier página de su GitLab.
field-token = Token API
    .help = Un token personal, de proyecto, de grupo o de cuenta de servicio con el ámbito read_api o api.
field-ca_certificate = Certificado de la CA
    .help = Solo si su GitLab usa un certificado de su propia organización: el certificado de su autoridad, en formato PEM.
field-allow_plain_http = Permitir conexiones sin cifrar
    .help = Cualquiera en la red intermedia podrá leer el token. Solo para una instancia sin https en una red de su confianza.

unknown-method = no existe el método de autenticación `{ $method }`
unknown-cursor = la posición en la lista no es una que haya dado este complemento

certificate-missing = no contiene ningún certificado en formato PEM; uno empieza por -----BEGIN CERTIFICATE-----
certificate-private-key = es una clave privada, que no debe salir de su servidor; lo que se necesita es el certificado de la autoridad
certificate-unreadable = contiene un certificado que no se puede leer; cópielo de nuevo, con las líneas que empiezan por -----

address-empty = está vacía
address-too-long = es demasiado larga
address-characters = contiene espacios u otros caracteres que ninguna dirección tiene
address-scheme = empieza por `{ $scheme }://`, pero solo se admiten `https://` y `http://`
address-user-information = contiene un nombre de usuario o una contraseña delante de la @; introduzca la dirección sin ellos
address-host = no contiene ningún nombre de servidor válido
address-port = el puerto tras los dos puntos no es un número del 1 al 65535
address-lookalike = el nombre del servidor contiene caracteres que solo se parecen a letras corrientes y pueden llevar a otro sitio; escríbalo a mano
address-query = contiene un ? o # cuyo significado se desconoce; introduzca la dirección de la página de inicio

## Cómo obtener un token

guide-token-open = En GitLab, abra «Tokens de acceso» en la configuración de usuario y haga clic en «Agregar nuevo token».
guide-token-name = Introduzca un «Nombre del token», como Violet, y una «Fecha de caducidad». Elija aproximadamente un año: GitLab preselecciona 30 días.
guide-token-scope = En «Seleccione ámbitos», marque read_api. Basta para leer; api también sirve.
guide-token-create = Haga clic en «Crear token» y copie el token que aparece con el botón de copiar. GitLab solo lo muestra una vez.
guide-token-paste = Vuelva a Violet, introduzca el token y haga clic en «Conectar con token API».
guide-token-go-on = Configure lo que se va a obtener y haga clic en «Crear».
link-tokens = Crear un token en GitLab
link-tokens-16_6 = Lo mismo en GitLab de 13.5 a 16.6
link-tokens-13_4 = Lo mismo en GitLab 13.4 y anteriores

## Otras clases de tokens

kind-deploy = un token de despliegue, que solo abre repositorios y registros
kind-runner = un token de autenticación de runner
kind-runner-registration = un token de registro de runner
kind-job = un token de trabajo de CI/CD, que solo vive lo que dura su trabajo
kind-trigger = un token activador de pipelines
kind-feed = un token de fuente web
kind-incoming-mail = un token de correo entrante
kind-agent = un token de un agente para Kubernetes
kind-workspace = un token de espacio de trabajo
kind-scim = un token de SCIM
kind-feature-flags = un token de cliente de feature flags
kind-runner-controller = un token de controlador de runners
kind-oauth-secret = el secreto de una aplicación OAuth
kind-oauth-access = un token de acceso de OAuth, que solo vive dos horas
kind-session = una cookie de sesión de un navegador

## El token

token-missing = No se ha introducido ningún token.
    .hint = En GitLab, abra «Tokens de acceso» en la configuración de usuario, cree un token con el ámbito read_api e introdúzcalo aquí.
token-missing-oauth = No hay ninguna autorización de GitLab guardada para esta conexión.
    .hint = Conecte de nuevo con GitLab.
token-malformed = El token contiene espacios, saltos de línea u otros caracteres que ningún token tiene, o es demasiado largo.
    .hint = Copie de nuevo el token, con el botón de copiar de GitLab y sin texto alrededor. Si GitLab ya no lo muestra, cree uno nuevo.
token-mistyped = El token cambió al copiarlo o escribirlo: su suma de comprobación no coincide.
    .hint = Copie de nuevo el token, con el botón de copiar de GitLab. Si GitLab ya no lo muestra, cree uno nuevo.
token-truncated = Falta el final del token.
    .hint = Copie el token entero, con el botón de copiar de GitLab: un doble clic solo lo selecciona hasta el primer punto. Si GitLab ya no lo muestra, cree uno nuevo.
token-wrong_kind = Este token no se puede usar aquí: es { $kind }.
    .hint = En GitLab, abra «Tokens de acceso» en la configuración de usuario, cree un token con el ámbito read_api e introdúzcalo aquí. Para conectar sin token, use «Conectar con GitLab».
token-not_recognised = GitLab no reconoce el token.
    .hint = Compruebe que el token está completo y pertenece a esta instancia. Si es así, se eliminó, los tokens de acceso están desactivados en este GitLab o un proxy intermedio quita la cabecera Authorization: cree un token nuevo y, si tampoco funciona, consulte al administrador de su GitLab.
token-not_recognised-oauth = GitLab ya no reconoce la autorización.
    .hint = Conecte de nuevo con GitLab. Si sigue ocurriendo, pregunte al administrador de su GitLab si un proxy intermedio quita la cabecera Authorization.
token-expired = El token ha caducado.
    .hint = Cree un token nuevo en GitLab, en «Tokens de acceso» de la configuración de usuario, e introdúzcalo en lugar de este. Los tokens de GitLab dejan de funcionar a las 00:00 UTC de su fecha de caducidad.
token-expired-oauth = La autorización ha caducado.
    .hint = Conecte de nuevo con GitLab.
token-revoked = El token fue revocado.
    .hint = Cree un token nuevo en GitLab e introdúzcalo en lugar de este. Si no lo revocó ni lo rotó usted, lo hizo un administrador o una regla de su GitLab: pregunte allí primero.
token-revoked-oauth = La autorización fue revocada en GitLab.
    .hint = Conecte de nuevo con GitLab.
token-impersonation_disabled = El token es de suplantación de identidad, y la suplantación está desactivada en este GitLab.
    .hint = Inicie sesión en GitLab con la propia cuenta, cree un token de acceso personal e introdúzcalo aquí.
token-dpop_required = La cuenta exige una prueba de posesión (DPoP) con cada token, que Violet no puede dar.
    .hint = Desactive «Demonstrating Proof of Possession (DPoP)» en los ajustes de tokens de acceso de la cuenta en GitLab, o use un token de otra cuenta, como una cuenta de servicio.
token-scope_missing = El token tiene los ámbitos { $has }, pero se necesita uno de estos: { $needs }.
    .hint = Los ámbitos de un token no se pueden cambiar: cree un token nuevo con el ámbito read_api e introdúzcalo en lugar de este.
token-scope_missing-untold = El token no tiene ninguno de los ámbitos de los que se necesita uno: { $needs }.
    .hint = Los ámbitos de un token no se pueden cambiar: cree un token nuevo con el ámbito read_api e introdúzcalo en lugar de este.
token-scope_missing-oauth = La autorización no tiene ninguno de los ámbitos de los que se necesita uno: { $needs }.
    .hint = En GitLab, seleccione el ámbito read_api para la aplicación OAuth y conecte de nuevo con GitLab.
token-permission_missing = Al token de permisos detallados le faltan estos permisos: { $permissions }.
    .hint = En GitLab, cree un token de permisos detallados que también los tenga e introdúzcalo en lugar de este. Si su token tiene ámbitos, este GitLab o el grupo ya no acepta tokens así: cree uno de permisos detallados.
token-expires_soon = { $days ->
        [0] El token deja de funcionar hoy: { $date } fue el último día completo en que funcionó.
        [one] El token caduca dentro de un día: { $date } es el último día completo en que funciona.
       *[other] El token caduca dentro de { $days } días: { $date } es el último día completo en que funciona.
    }
    .hint = Cree un token nuevo en GitLab, elija una fecha de caducidad de aproximadamente un año e introdúzcalo antes en esta conexión.
token-expires_soon-past = La fecha de caducidad del token ya ha pasado, pero este GitLab aún lo acepta.
    .hint = Cree un token nuevo en GitLab e introdúzcalo en lugar de este: el actual puede dejar de funcionar en cualquier momento.
token-scopes_unknown = El token funciona, pero este GitLab no ha dicho qué permite.
    .hint = Compruebe en GitLab que el token tiene el ámbito read_api o api. A partir de GitLab 15.5 se comprueba aquí.
token-expiry_unknown = No se ha podido averiguar cuándo caduca el token.
    .hint = Consulte la fecha en GitLab, en «Tokens de acceso» de la configuración de usuario. A partir de GitLab 15.5 se lee aquí; un token de permisos detallados necesita para ello el permiso Personal Access Token: Read.
token-fine_grained = El token es de permisos detallados: funciona, pero cada tipo de registro necesita su propio permiso.
    .hint = Asegúrese de que el token tiene Project: Read y Group: Read y, para cada tipo de registro que se vaya a obtener, su permiso Read, como Issue: Read o Merge Request: Read. User: Read y Metadata: Read hacen falta para mostrar la cuenta y la versión.
token-overprivileged = El token permite más de lo necesario para obtener datos: { $scopes }.
    .hint = Puede continuar. Para mayor seguridad, cree un token solo con el ámbito read_api e introdúzcalo en lugar de este.
token-overprivileged-oauth = La autorización permite más de lo necesario para obtener datos: { $scopes }.
    .hint = Puede continuar. Para mayor seguridad, seleccione solo el ámbito read_api para la aplicación OAuth en GitLab y conecte de nuevo.
token-no_expiry = El token no caduca nunca.
    .hint = Puede continuar. Para mayor seguridad, use un token con fecha de caducidad y revoque este en GitLab cuando ya no lo necesite.

## La cuenta

account-blocked = Su cuenta de GitLab está bloqueada.
    .hint = Pida al administrador de su GitLab que desbloquee la cuenta. Un token nuevo de la misma cuenta no sirve.
account-deactivated = Su cuenta de GitLab está desactivada.
    .hint = Inicie sesión una vez en GitLab con un navegador: eso reactiva la cuenta. Después, conecte de nuevo con el mismo token.
account-pending_approval = Su cuenta de GitLab espera la aprobación de un administrador.
    .hint = Pida al administrador de su GitLab que apruebe la cuenta. Después, conecte de nuevo con el mismo token.
account-terms_not_accepted = Su cuenta de GitLab aún no ha aceptado las condiciones del servicio.
    .hint = Inicie sesión en GitLab con un navegador y acepte las condiciones. Después, conecte de nuevo con el mismo token. Si es la cuenta de un bot, consulte al administrador de su GitLab.
account-password_expired = La contraseña de su cuenta de GitLab ha caducado.
    .hint = Inicie sesión en GitLab con un navegador y establezca una contraseña nueva. Después, conecte de nuevo con el mismo token.
account-unconfirmed = La dirección de correo principal de su cuenta de GitLab no está confirmada.
    .hint = Abra el enlace del correo de confirmación de GitLab, o inicie sesión en GitLab para pedir otro. Después, conecte de nuevo con el mismo token.

## El acceso

access-denied = GitLab deniega el acceso y da este motivo: { $reason }
    .hint = Resuelva ese motivo en GitLab, o consulte al administrador de su GitLab. Después, vuelva a intentarlo.
access-nothing_visible = El token funciona, pero su cuenta no es miembro de ningún proyecto.
    .hint = En GitLab, añada la cuenta a un proyecto o grupo, al menos como Reporter, o use un token de una cuenta que sea miembro.

## La instancia

instance-url_invalid = Esta no es la dirección de una instancia de GitLab: { $reason }.
    .hint = Introduzca la dirección que abre en el navegador, como https://gitlab.example.com, o https://example.com/gitlab si GitLab está instalado en una ruta.
instance-insecure = La dirección empieza por http://: el token se enviaría sin cifrar.
    .hint = Introduzca la dirección con https://. Solo si este GitLab no tiene https y usted confía en la red intermedia, active «Permitir conexiones sin cifrar».
instance-too_old = Este GitLab tiene la versión { $version }; se necesita la versión { $minimum } o posterior.
    .hint = Pida al administrador de su GitLab que lo actualice.
instance-tls_untrusted = El certificado de `{ $host }` lo emitió una autoridad en la que aquí no se confía.
    .hint = Introduzca el certificado de la autoridad de su organización en «Certificado de la CA»; el administrador de su GitLab puede dárselo. Si GitLab tiene un certificado público corriente, su servidor no envía los certificados intermedios, lo que el administrador puede corregir.
instance-not_gitlab = En esta dirección no responde ningún GitLab, sino { $came }.
    .hint = Compruebe la dirección. Si GitLab está instalado en una ruta, añádala, como en https://example.com/gitlab. Si la dirección es correcta, algo delante de GitLab responde en su lugar: consulte al administrador de su GitLab.
instance-wrong_path = En esta dirección responde GitLab, pero su API no está en esta ruta. Lo que llegó en su lugar: { $came }.
    .hint = Introduzca la dirección de la página de inicio de GitLab. Si GitLab está instalado en una ruta, como en https://example.com/gitlab, conserve esa ruta y omita todo lo que la sigue.
instance-challenged = Una comprobación de bots o una página de inicio de sesión delante de GitLab detuvo la petición: { $came }.
    .hint = El token no se ha juzgado. Pida a quien gestione esa protección que deje pasar sin ella las peticiones a /api/ y /oauth/. Un token nuevo no sirve.
instance-redirected = Este GitLab está en otra dirección: { $location }
    .hint = Si confía en esa dirección, introdúzcala en lugar de esta. El token no se envió allí.
instance-redirected-exposed = Este GitLab está en otra dirección: { $location }
    .hint = Si confía en esa dirección, introdúzcala en lugar de esta. El token ya ha cruzado la red sin cifrar: revóquelo en GitLab y cree uno nuevo.
instance-forbidden = GitLab rechazó la petición sin dar un motivo.
    .hint = Suele deberse a la dirección de red de la que vino la petición, no al token: un límite a ciertas direcciones, o un bloqueo de unos minutos tras intentos fallidos. Espere 15 minutos y vuelva a intentarlo; si sigue ocurriendo, consulte al administrador de su GitLab.
instance-rate_limited = Este GitLab ha recibido demasiadas peticiones y pide esperar.
    .hint = Espere unos minutos y vuelva a intentarlo. El token no tiene ningún problema.
instance-maintenance = Este GitLab está en mantenimiento.
    .hint = Vuelva a intentarlo cuando termine el mantenimiento. El token no tiene ningún problema.
instance-deploying = Este GitLab se está actualizando en este momento.
    .hint = Espere unos minutos y vuelva a intentarlo. El token no tiene ningún problema.
instance-unavailable = Este GitLab no está disponible en este momento (estado HTTP { $status }).
    .hint = Espere unos minutos y vuelva a intentarlo. Si sigue ocurriendo, avise al administrador de su GitLab.
instance-error = Este GitLab falló al responder (estado HTTP { $status }).
    .hint = Vuelva a intentarlo en unos minutos. Si sigue ocurriendo, avise al administrador de su GitLab: la causa está en los registros de GitLab.
instance-bad_answer = No se ha podido leer la respuesta de GitLab.
    .hint = Vuelva a intentarlo. Si sigue ocurriendo, pregunte al administrador de su GitLab si un proxy delante de GitLab cambia o corta sus respuestas.
instance-partial = La conexión funciona, pero GitLab no ha dicho { $missing }: { $reason }
    .hint = Puede continuar. Compruebe la conexión más tarde para completarla.

partial-account = de quién es el token
partial-version = su versión

came-page = una página web titulada «{ $title }» (estado HTTP { $status })
came-untitled = una página web sin título (estado HTTP { $status })
came-type = una respuesta del tipo { $type } (estado HTTP { $status })
came-redirect = una redirección a { $location }

## Los ajustes de una integración

configuration = Qué obtener de GitLab
configuration-group-what = Registros
configuration-group-where = De dónde
configuration-group-filters = Filtros

configuration-records = Tipos de registros
    .help = Lo que se obtiene de cada proyecto; las épicas se obtienen de los grupos.
configuration-records-projects = Proyectos
configuration-records-issues = Incidencias
configuration-records-merge_requests = Merge requests
configuration-records-epics = Épicas
configuration-records-milestones = Hitos
configuration-records-releases = Versiones publicadas
configuration-records-pipelines = Pipelines
configuration-records-commits = Commits
configuration-records-labels = Etiquetas
configuration-source = Origen
    .help = Todos los proyectos de los que la cuenta es miembro, o solo algunos.
configuration-source-all = Todos los proyectos de la cuenta
configuration-source-groups = Grupos seleccionados
configuration-source-projects = Proyectos seleccionados
configuration-groups = Grupos
    .help = Busque por nombre, o pegue la dirección de un grupo.
configuration-projects = Proyectos
    .help = Busque por nombre, o pegue la dirección de un proyecto.
configuration-include_subgroups = Incluir subgrupos
    .help = Obtener también de los grupos que están dentro de los seleccionados.
configuration-include_archived = Incluir proyectos archivados
configuration-visibility = Visibilidad
    .help = Solo los proyectos con esta visibilidad.
configuration-visibility-all = Cualquiera
configuration-visibility-private = Privados
configuration-visibility-internal = Internos
configuration-visibility-public = Públicos
configuration-state = Estado
    .help = Se aplica a incidencias, merge requests y épicas.
configuration-state-all = Cualquiera
configuration-state-opened = Abiertos
configuration-state-closed = Cerrados o fusionados
configuration-labels = Etiquetas
    .help = Solo las incidencias, merge requests y épicas que tienen todas estas etiquetas.
configuration-updated_since = Actualizados desde
    .help = Solo incidencias, merge requests, épicas, pipelines y commits desde esta fecha, a partir de las 00:00 UTC. Déjelo vacío para todos.

choice-gone = Esta cuenta ya no lo ve

wrong-no-group = no hay ningún grupo seleccionado; seleccione al menos uno, o elija otro origen
wrong-no-project = no hay ningún proyecto seleccionado; seleccione al menos uno, o elija otro origen
wrong-id = no es un identificador, que es un número; selecciónelo en la lista
wrong-empty = está vacío
wrong-epics-of-projects = las épicas pertenecen a los grupos; elija otro origen, o no las incluya
wrong-future = esta fecha está en el futuro

config-invalid = Un valor no se puede usar: { $reason }.
    .hint = Corríjalo y vuelva a intentarlo.
config-not_found = Se seleccionó `{ $value }`, pero ya no existe o la cuenta no puede verlo.
    .hint = Quítelo de la selección, o seleccione otro. Si aún existe en GitLab, añada la cuenta; un grupo también puede admitir solo ciertas direcciones de red.
config-unavailable = Este GitLab, o su licencia, no tiene este tipo de registro: { $record }.
    .hint = No lo incluya. Las épicas necesitan una licencia Premium o Ultimate para el grupo.
