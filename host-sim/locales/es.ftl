### Lo que dice el propio simulador, en español. Los textos de los códigos de problemas son los del kit, salvo los que figuran aquí.

## Comprobaciones

verdict-accepted = Aceptada: la credencial funciona y tiene los permisos necesarios.
verdict-refused = Rechazada: así no es posible conectar.
verdict-unknown = No se pudo averiguar si la credencial funciona.
verdict-short-accepted = aceptada
verdict-short-refused = rechazada
verdict-short-unknown = sin averiguar
fact-account = Cuenta
fact-credential = Credencial
fact-scopes = Ámbitos
fact-expires = Caduca
fact-instance = Instancia
account-kind-user = usuario
account-kind-project_bot = cuenta de un token de proyecto
account-kind-group_bot = cuenta de un token de grupo
account-kind-service_account = cuenta de servicio
credential-kind-personal_access_token = token de acceso personal
credential-kind-project_access_token = token de acceso de proyecto
credential-kind-group_access_token = token de acceso de grupo
credential-kind-service_account_token = token de cuenta de servicio
credential-kind-oauth = autorización por OAuth
edition-enterprise = Enterprise Edition
edition-community = Community Edition
expires-on = { $date }
expires-in = { $date } ({ $days ->
        [one] queda 1 día
       *[other] quedan { $days } días
    })
retry-after = Espere { $seconds ->
        [one] 1 segundo
       *[other] { $seconds } segundos
    } antes de volver a intentarlo.
check-cost = { $requests ->
        [0] No se envió ninguna petición
        [one] 1 petición
       *[other] { $requests } peticiones
    }, { $milliseconds } ms.
nothing-saved = No se ha guardado nada.

## Complementos

applications-none = La carpeta de complementos está vacía.
status-ok = correcto
status-invalid = no válido
status-incompatible = incompatible
plugin-title = { $name } (`{ $id }`), versión { $version }, interfaz { $interface }
plugin-interval = Obtiene datos como máximo cada { $min }; cada { $default } si no se indica otra cosa; se sugiere: { $suggested }.
plugin-without-methods = no describe ningún método de autenticación
plugin-folder-missing = No existe la carpeta de complementos `{ $plugin }`.
    .hint = Indique una con `--plugins FOLDER` o `$VIOLET_PLUGINS`; o indique el complemento como ruta, con un separador de rutas.
plugin-unknown = No existe ese complemento en la carpeta de complementos.
    .hint = Contiene estos: { $known }. Lo que tiene un separador de rutas se toma por una ruta.
plugin-unknown-close = No existe ese complemento en la carpeta de complementos.
    .hint = ¿Quiso decir `{ $close }`? Contiene estos: { $known }.
plugin-path-missing = No hay ningún complemento en esa ruta: de ella solo existe `{ $plugin }`.
    .hint = Indique la ruta de una carpeta de complemento, de una biblioteca o de un crate; o un identificador sin separador de rutas, que se busca en la carpeta de complementos.
plugin-gone = El complemento `{ $plugin }` de esta conexión no está en la carpeta de complementos.
    .hint = Instálelo de nuevo; o indique la carpeta que lo contiene con `--plugins FOLDER` o `$VIOLET_PLUGINS`.
plugin-path-gone = El complemento de esta conexión ya no está en `{ $plugin }`.
    .hint = Repóngalo ahí o vuelva a compilarlo.
plugin-other = En `{ $path }` está ahora el complemento `{ $found }`, y la conexión se hizo con `{ $plugin }`.
    .hint = Reponga ahí el complemento `{ $plugin }`. Ningún otro recibe su credencial.
plugin-path-not-text = La ruta del complemento, `{ $plugin }` o parecida, no es texto UTF-8, de modo que una conexión no podría recordarla.
    .hint = Mueva el complemento a una carpeta cuya ruta sea texto UTF-8, o póngalo en la carpeta de complementos.
plugin-path-neither = No hay ningún complemento en `{ $plugin }`: la carpeta no contiene ni `manifest.toml` ni `Cargo.toml`.
    .hint = Indique la ruta de una carpeta de complemento, de una biblioteca o de un crate.
method-default = { $label } (`{ $id }`), el predeterminado
method-other-option = { $label } (`{ $id }`), tras «Mostrar otras opciones de autenticación»
method-plain = { $label } (`{ $id }`)
method-button = Botón: «{ $button }»
type-text = texto
type-url = dirección
type-secret = secreto
type-pem = certificados (PEM)
type-boolean = sí o no
type-unknown = de un tipo más nuevo
type-date = fecha
type-list = lista
type-number = número
type-option = una de las opciones
type-required = obligatorio
type-advanced = avanzado
form = Configuración
form-type = Tipo
form-options = Opciones
form-live = En vivo
form-choices = `choices ID { $name }` muestra lo que se puede elegir
form-only-when = Solo si
form-when = `{ $property }` es { $values }
form-default = Predeterminado
copies-folder = No se pudo crear una carpeta privada para las copias de las bibliotecas de complementos: { $detail }.
    .hint = Compruebe que la carpeta de archivos temporales del sistema existe, que usted puede escribir en ella y que queda espacio en el disco.
build-no-cargo = no se pudo ejecutar cargo para `{ $folder }`: { $detail }
build-failed = cargo no pudo compilar el crate de `{ $folder }`; más arriba está lo que dijo
build-no-package = `{ $folder }` contiene un espacio de trabajo y ningún crate propio; indique la carpeta de uno de sus crates
build-no-cdylib = el crate `{ $detail }` de `{ $folder }` no produce ningún `cdylib`; su `Cargo.toml` necesita `crate-type = ["cdylib"]` en `[lib]`

## Conexiones

connection-created = Conectado: «{ $name }» se ha guardado como { $id }.
connection-next = A continuación: `schema { $id }` muestra lo que se puede configurar y `create { $id } --config FILE` crea una integración.
connection-reconnected = Conectado de nuevo: { $id } conserva su nombre y sus integraciones.
connection-unchanged = { $id } queda como estaba.
connection-renamed = { $id } se llama ahora «{ $name }».
connection-removed = Se ha eliminado «{ $name }» ({ $id }){ $count ->
        [0] {""}
        [one] , y con ella su integración: { $integrations }
       *[other] , y con ella sus { $count } integraciones: { $integrations }
    }.
connection-unknown = No existe esa conexión.
    .hint = `connections list` muestra los identificadores; cada uno es una `c` y un número, como `c1`.
connections-none = Todavía no hay conexiones. Se crean con `connect`.
fact-plugin = Complemento
fact-method = Método
fact-address = Dirección
fact-verdict = Última comprobación
fact-checked = Comprobada
fact-integrations = Integraciones
findings-then = Lo que indicó la comprobación de { $time }, con sus palabras y a esa fecha:

## Integraciones

integration-created = Se ha creado «{ $name }» como { $id }.
integration-changed = Se ha modificado «{ $name }» ({ $id }).
integration-removed = Se ha eliminado «{ $name }» ({ $id }).
integration-unknown = No existe esa integración.
    .hint = `integrations list` muestra los identificadores; cada uno es una `i` y un número, como `i1`.
integrations-none = Todavía no hay integraciones. Se crean con `create`.
fact-connection = Conexión
fact-every = Cada
fact-schema-version = Versión del formulario
choices-none = No se ha encontrado nada.
choices-shown = { $shown ->
        [one] 1 elemento.
       *[other] { $shown } elementos.
    }
choices-of = { $shown } de { $total } elementos.
choices-more = Hay más: `--after { $next }`, o `--all`.
preview-count = { $count }
preview-at-least = al menos { $count }
preview-unknown = no se sabe
config-interval-short = `{ $value }` es demasiado frecuente: la aplicación admite una obtención cada { $least } como máximo.
    .hint = Elija { $least } o un intervalo más largo.
config-not-json = La configuración no es JSON: { $detail } (línea { $line }, columna { $column }).
    .hint = Corríjala en ese lugar. `schema ID` muestra lo que una configuración puede contener.

## Columnas

column-id = ID
column-name = NOMBRE
column-version = VERSIÓN
column-interface = INTERFAZ
column-status = ESTADO
column-path = RUTA
column-plugin = COMPLEMENTO
column-address = DIRECCIÓN
column-verdict = ÚLTIMA COMPROBACIÓN
column-checked = COMPROBADA
column-integrations = INTEGRACIONES
column-connection = CONEXIÓN
column-every = CADA
column-field = CAMPO
column-label = ETIQUETA
column-type = TIPO
column-default = PREDETERMINADO
column-value = VALOR
column-group = GRUPO
column-description = DESCRIPCIÓN
column-records = REGISTROS
column-count = CANTIDAD

## Mientras algo tarda, y cuando se pregunta algo

progress-check = Preguntando a la instancia …
progress-schema = Obteniendo el formulario …
progress-choices = Obteniendo lo que se puede elegir …
progress-create = Validando la configuración …
prompt-secret = { $label }: {""}

## Uso incorrecto

usage-unknown-command = No existe esa orden.
    .hint = `--help` muestra las órdenes.
usage-unknown-command-close = No existe esa orden.
    .hint = ¿Quiso decir `{ $close }`?
usage-unknown-option = Aquí no se conoce una de las opciones.
    .hint = `--help` tras la orden muestra sus opciones.
usage-unknown-option-close = Aquí no se conoce una de las opciones.
    .hint = ¿Quiso decir `{ $close }`?
usage-too-many = Sobra un argumento.
    .hint = `--help` tras la orden muestra lo que admite. Un token nunca es un argumento: guárdelo en un archivo y use `--token-file`, o en `$VIOLET_TOKEN`.
usage-no-command = Falta una orden.
    .hint = `--help` muestra las órdenes.
usage-missing = Falta algo: { $names }.
    .hint = `--help` tras la orden muestra lo que necesita.
usage-no-value = Falta el valor de { $name }.
    .hint = `--help` tras la orden muestra lo que admite.
usage-wrong-value = El valor de { $name } no es posible.
    .hint = `--help` tras la orden muestra lo que admite.
usage-wrong-value-known = El valor de { $name } no es posible.
    .hint = Admite uno de estos: { $known }.
usage-twice = { $name } se indicó dos veces.
    .hint = Indíquelo una sola vez.
usage-conflict = { $name } y { $other } se excluyen.
    .hint = Indique solo uno de los dos.
usage-not-text = Un argumento no es texto UTF-8.
    .hint = Corríjalo y vuelva a intentarlo.
usage-not-understood = No se entendieron los argumentos.
    .hint = `--help` muestra lo que es posible.
usage-proxy = La dirección del proxy no se puede usar: { $detail }.
    .hint = Indique una dirección como `http://proxy.example.com:3128`.
usage-unknown-method = El complemento no tiene ese método de autenticación.
    .hint = Tiene estos: { $known }.
usage-unknown-method-close = El complemento no tiene ese método de autenticación.
    .hint = ¿Quiso decir `{ $close }`? Tiene estos: { $known }.
usage-oauth-check = Una credencial del método `{ $method }` no se puede comprobar antes de que exista: la instancia la entrega al conectar, con `connect`.
    .hint = Para comprobar un token, use `--auth { $other }`.
usage-oauth-check-alone = Una credencial del método `{ $method }` no se puede comprobar antes de que exista: la instancia la entrega al conectar, con `connect`.
    .hint = Este complemento no tiene ningún método que admita un token.
usage-token-only = Esta versión del simulador conecta con credenciales que usted mismo introduce. Con el método `{ $method }` la entrega la instancia, y eso esta versión no puede hacerlo.
    .hint = Conecte con `--auth { $other }`; el token se toma de `--token-file FILE` o de `$VIOLET_TOKEN`, o se le pedirá.
usage-token-only-alone = Esta versión del simulador conecta con credenciales que usted mismo introduce. Con el método `{ $method }` la entrega la instancia, y eso esta versión no puede hacerlo.
    .hint = Este complemento no tiene ningún método que admita un token.
usage-no-address = El método `{ $method }` no tiene campo para una dirección.
    .hint = Omita `--url`.
usage-set = `--set` admite el nombre de un campo y su valor: `NAME=VALUE` o `NAME=@FILE`.
    .hint = `describe PLUGIN` muestra los campos.
usage-unknown-field = `--set` nombra un campo que el método no tiene.
    .hint = Tiene estos: { $known }.
usage-unknown-field-close = `--set` nombra un campo que el método no tiene.
    .hint = ¿Quiso decir `{ $close }`? Tiene estos: { $known }.
usage-field-twice = El campo `{ $name }` se indicó dos veces.
    .hint = Indíquelo una sola vez.
usage-boolean = El campo `{ $name }` admite `true` o `false`.
    .hint = Indíquelo como `--set { $name }=true` o `--set { $name }=false`.
usage-secret-argument = El campo `{ $name }` es secreto, y un secreto nunca es un argumento: otros podrían leerlo en la lista de procesos y en el historial del intérprete de órdenes.
    .hint = Guárdelo en un archivo y use `--set { $name }=@FILE` o `--token-file FILE`. Conviene revocar lo que se acaba de escribir.
usage-missing-address = Falta la dirección de la instancia (`{ $name }`).
    .hint = Indíquela con `--url`, por ejemplo `--url { $example }`.
usage-missing-field = Falta un valor: { $label } (`{ $name }`).
    .hint = Indíquelo con `--set { $name }=VALUE`.
usage-no-token = Falta una credencial: { $label } (`{ $name }`). Sin un terminal no se le puede pedir a nadie.
    .hint = Use `--token-file FILE` (`-` para la entrada estándar) o defina `$VIOLET_TOKEN`.
usage-no-secret = Falta una credencial: { $label } (`{ $name }`). Sin un terminal no se le puede pedir a nadie.
    .hint = Use `--set { $name }=@FILE`.
usage-token-file = El método `{ $method }` no tiene exactamente un campo secreto, así que no está claro qué rellena `--token-file`.
    .hint = Indique cada secreto con `--set NAME=@FILE`; `describe PLUGIN` muestra los campos.
usage-token-unreadable = El archivo para `{ $name }` no se puede leer: { $detail }.
    .hint = Indique el nombre de un archivo que contenga el token, no el propio token.
usage-token-input = No se pudo leer el valor para `{ $name }`: { $detail }.
    .hint = Use `--token-file FILE` o defina `$VIOLET_TOKEN`.
usage-field-file = El archivo para el campo `{ $name }` no se puede leer: { $detail }.
    .hint = Compruebe el nombre del archivo; un valor que empieza por @ se escribe con dos: `@@`.
usage-config-unreadable = El archivo de la configuración no se puede leer: { $detail }.
    .hint = Compruebe el nombre del archivo; `-` es la entrada estándar.
usage-interval = El valor de `--every` no es un intervalo.
    .hint = Escriba un número y una unidad (`m`, `h`, `d`, `w`), como `30m` o `1h`; un año como máximo.
usage-name-empty = El nombre está vacío.
    .hint = Indique un nombre con al menos un carácter visible.
usage-name-long = El nombre es demasiado largo.
    .hint = Acórtelo a { $most } caracteres como máximo.
usage-unknown-choices = La configuración no tiene ese campo.
    .hint = Hay algo que elegir en estos: { $known }.
usage-unknown-choices-close = La configuración no tiene ese campo.
    .hint = ¿Quiso decir `{ $close }`? Hay algo que elegir en estos: { $known }.
usage-field-without-choices = El campo `{ $name }` no tiene lista de la que elegir.
    .hint = Estos sí: { $known }.

## Por qué no se pueden usar los datos guardados

state-newer-format = `{ $path }` tiene el formato { $detail }
state-foreign = Los datos guardados no se pueden usar: `{ $path }` es la base de datos de otro programa.
    .hint = Indique otra carpeta con `--state FOLDER`, o aparte ese archivo.
state-not-a-database = Los datos guardados no se pueden usar: `{ $path }` no es una base de datos.
    .hint = Reponga la base de datos desde una copia; o indique otra carpeta con `--state FOLDER`. No se ha cambiado nada.
state-corrupt = Los datos guardados no se pueden usar: `{ $path }` está dañado ({ $detail }).
    .hint = Reponga la base de datos desde una copia; o indique otra carpeta con `--state FOLDER`.
state-full = Los datos no se pueden guardar: no queda espacio para `{ $path }`.
    .hint = Libere espacio y vuelva a intentarlo. Lo que ya estaba guardado sigue como estaba.
state-read-only = Los datos guardados no se pueden cambiar: `{ $path }` se puede leer, pero no escribir.
    .hint = Obtenga el permiso de escritura para el archivo y su carpeta; o indique otra carpeta con `--state FOLDER`.
state-busy = Los datos guardados no se pueden usar ahora: otro programa mantiene bloqueado `{ $path }` desde hace diez segundos.
    .hint = Espere a que ese programa termine y vuelva a intentarlo.
state-denied = Los datos guardados no se pueden usar: se ha denegado el acceso a `{ $path }`.
    .hint = Obtenga el permiso de lectura y escritura para el archivo y su carpeta; o indique otra carpeta con `--state FOLDER`.
state-key-missing = Las credenciales guardadas no se pueden abrir: falta `{ $path }`, su clave. No se crea ninguna clave nueva mientras necesiten la anterior.
    .hint = Reponga el archivo desde una copia. Si se ha perdido, elimine las conexiones (`connections remove`) y conecte de nuevo; la última se puede conservar con `connections reconnect`.
state-key-damaged = Las credenciales guardadas no se pueden abrir: `{ $path }`, su clave, está dañado.
    .hint = Reponga el archivo desde una copia. Si no hay ninguna, bórrelo, elimine las conexiones (`connections remove`) y conecte de nuevo; la última se puede conservar con `connections reconnect`.
state-sealed = La credencial guardada no se abre con la clave `{ $path }`: se selló con otra clave o para otra cosa.
    .hint = `connections reconnect` guarda de nuevo la credencial.
state-homeless = No hay lugar para los datos guardados: no se conoce ninguna carpeta personal.
    .hint = Indique una carpeta con `--state FOLDER`.
state-other = Los datos guardados no se pueden usar: `{ $path }`: { $detail }.
    .hint = Compruebe que la carpeta de los datos guardados existe, que este programa puede leerla y escribir en ella, y que queda espacio en el disco.

## La demostración

demo-applications = Aplicaciones
    .text = A qué puede conectarse Violet. La lista procede solo de los manifiestos; no se carga ningún complemento. El usuario elige Gitlab.
demo-authentication = Gitlab: nueva conexión
    .text = La forma predeterminada es un botón. Quien aloja su propio GitLab o prefiere un token sigue mirando.
demo-other-options = Mostrar otras opciones de autenticación
demo-switched-on = El usuario la activa y aparece el campo del token:
demo-token = En GitLab: crear un token
    .text = La ayuda es la de esta misma instancia:
demo-connect = Conectar
    .text = El usuario introduce el token y pulsa el botón. El token se comprueba primero, y solo se guarda, sellado, porque se ha aceptado.
demo-expired = Qué ocurre con un token caducado
    .text = El mismo botón, otro token. Se dice la causa y lo que hay que hacer.
demo-unknown = Qué ocurre con un token que esta instancia no conoce
demo-form = Configurar la integración
    .text = La conexión ya está hecha; qué obtener es un formulario aparte, hecho para esta instancia.
demo-choices = Elegir proyectos
    .text = La lista es en vivo: el usuario escribe y GitLab busca.
demo-preview = Vista previa
    .text = Lo que obtendría esta configuración. Todavía no se guarda nada.
demo-create = Crear
demo-create-button = Crear
demo-end = Aquí termina el recorrido: aplicación, conexión, integración.
demo-stays = El GitLab simulado sigue en marcha en { $url } hasta que pulse Ctrl-C. Para probar por su cuenta:
demo-try-name = Un nombre para el programa con estas carpetas, para un intérprete POSIX:
demo-try-look = Lo que se acaba de crear:
demo-try-check = Un token que funciona, uno caducado y uno que nadie conoce:
demo-try-configure = El formulario, lo que se puede elegir y las integraciones:
demo-no-plugin = No se encontró el crate del complemento de GitLab.
    .hint = Ejecute la demostración dentro de la copia de trabajo del proyecto: compila el complemento de su carpeta `plugin`.
demo-no-manifest = no se encontró ningún manifiesto para el crate de `{ $folder }`
demo-no-target = no tiene biblioteca para { $target }
demo-folder = No se pudo llenar una carpeta temporal: { $detail }.
    .hint = Compruebe que la carpeta de archivos temporales del sistema existe, que usted puede escribir en ella y que queda espacio en el disco.
demo-gitlab = No se pudo iniciar el GitLab simulado: { $detail }.
    .hint = Si el puerto está ocupado, elija otro con `--port N`, o ninguno para que sea uno libre.
demo-failed = la demostración falló en el paso { $step }: { $reason }
demo-wrong-applications = GitLab no es la única aplicación
demo-wrong-methods = no hay un método predeterminado con un token detrás
demo-wrong-guide = no hay ayuda para crear un token
demo-wrong-verdict = la comprobación dio un resultado distinto del esperado
demo-wrong-choices = no se encontró ningún proyecto
demo-wrong-preview = no hay una vista previa sin problemas

## Ayuda

help-usage = Uso:
help-commands = Órdenes
help-arguments = Argumentos
help-own = Opciones
help-general = Opciones generales
help-program = Conecta y configura aplicaciones mediante sus complementos, como lo hace Violet
help-program-long = Conecta y configura aplicaciones mediante sus complementos, como lo hace Violet. Los resultados van a la salida estándar; todo lo demás, a la salida de errores. Estados de salida: 0 hecho o aceptado; 1 rechazado; 2 uso incorrecto; 3 no se pudo averiguar; 4 el complemento no se pudo cargar o incumplió su contrato; 5 cualquier otra cosa.
help-options = Para varias órdenes
    .json = Escribir los resultados para programas
    .locale = El idioma, como `en` o `es` [si falta: el del entorno]
    .plugins = La carpeta de complementos [si falta: $VIOLET_PLUGINS o ./plugins]
    .state = Dónde se guardan las conexiones y las integraciones [si falta: bajo la carpeta de estado XDG]
    .timeout = Cuántos segundos puede tardar una comprobación o una página de opciones [si falta: 15]
    .proxy = El proxy [si falta: HTTPS_PROXY y NO_PROXY]
    .deny_private = Permitir a los complementos solo direcciones públicas
    .help = Mostrar la ayuda
    .version = Mostrar la versión
    .plugin = El complemento: un identificador de la carpeta de complementos, o la ruta de una carpeta de complemento, de una biblioteca o de un crate
    .url = La dirección de la instancia
    .auth = El método de autenticación [si falta: el primero que admite un token]
    .set = Otro campo: NAME=VALUE, o NAME=@FILE para lo que contiene un archivo (@@ para una @ literal); se puede repetir
    .token_file = El archivo que contiene el token; - es la entrada estándar [si falta: $VIOLET_TOKEN, o se le preguntará]
    .id = El identificador de la conexión, como c1
    .every = Con qué frecuencia se ejecuta, como 30m o 1h [si falta: la que propone el complemento]
    .preview = Mostrar lo que se obtendría, sin guardar nada
help-demo = Recorrer el camino de un usuario por Violet con un GitLab simulado
    .once = Terminar tras el recorrido en lugar de mantener en marcha el GitLab simulado
    .port = El puerto del GitLab simulado [si falta: uno libre]
help-list = Listar la carpeta de complementos, solo con los manifiestos
help-describe = Mostrar los métodos de autenticación de un complemento, sus campos y el formulario general de configuración
help-check = Comprobar una credencial, sin guardar nada
help-connect = Comprobar una credencial y guardar una conexión si se acepta
    .name = El nombre de la conexión [si falta: se forma con la aplicación, la cuenta y la instancia]
    .auth = El método de autenticación [si falta: con --token-file el primero que admite un token; si no, el primero del complemento]
help-connections = Listar, mostrar, comprobar y modificar conexiones
help-connections-list = Listar todas las conexiones
help-connections-show = Mostrar una conexión
help-connections-check = Comprobar de nuevo la credencial de una conexión
help-connections-rename = Dar otro nombre a una conexión
    .name = El nuevo nombre
help-connections-reconnect = Dar a una conexión otra credencial, dirección o método; conserva su identificador, su nombre y sus integraciones
    .auth = El método de autenticación [si falta: el que ya tiene]
help-connections-remove = Eliminar una conexión, su credencial y sus integraciones
help-schema = Mostrar el formulario de configuración de una conexión
help-choices = Listar lo que se puede elegir en un campo de ese formulario
    .field = La propiedad de la configuración, como projects
    .search = Solo lo que contenga este texto
    .after = Seguir donde terminó una página
    .all = Seguir hasta el final
help-create = Validar una configuración y guardar con ella una integración
    .config = El archivo que contiene la configuración en JSON; - es la entrada estándar
    .name = El nombre de la integración [si falta: el de la conexión]
help-integrations = Listar, mostrar y modificar integraciones
help-integrations-list = Listar todas las integraciones
help-integrations-show = Mostrar una integración
    .id = El identificador de la integración, como i1
help-integrations-edit = Modificar una integración
    .id = El identificador de la integración, como i1
    .config = El archivo que contiene la nueva configuración en JSON; - es la entrada estándar
    .name = El nuevo nombre
    .every = Con qué frecuencia se ejecuta en adelante, como 30m o 1h
help-integrations-remove = Eliminar una integración
    .id = El identificador de la integración, como i1
help-completions = Escribir un guion de autocompletado para un intérprete de órdenes
    .shell = El intérprete: bash, elvish, fish, powershell o zsh

## Lo que el sistema no hizo

failed-runtime = El programa no pudo prepararse: { $detail }.
    .hint = Vuelva a intentarlo; puede que al sistema le falten memoria o hilos.
failed-output = No se pudo escribir el resultado: { $detail }.
    .hint = Compruebe adónde va la salida: un disco lleno o un terminal cerrado no admiten nada. Lo que la orden hizo, hecho está.
failed-interrupted = Se ha interrumpido la orden.
    .hint = Lo que ya había guardado está guardado; lo demás no ha ocurrido.

## Lo que comunican los complementos

log-error = El complemento `{ $plugin }` comunica un error: { $message }
log-warning = El complemento `{ $plugin }` advierte: { $message }
log-dropped = { $count ->
        [one] Se descartó 1 línea
       *[other] Se descartaron { $count } líneas
    } del registro de los complementos: no había sitio para más.
