### What the kit says for every code of the contract, in Spanish.
###
### A message's id is the code with a hyphen for each dot; the attribute `hint` says what to do next. A plugin's own texts with
### the same id come first. Only the variables that a code always has may stand in its texts.

## The token

token-missing = No se ha indicado ningún token.
    .hint = Cree un token en la instancia, en los ajustes de su cuenta, e introdúzcalo aquí.
token-malformed = El token contiene espacios, saltos de línea u otros caracteres que ningún token tiene, o es demasiado largo.
    .hint = Copie de nuevo el token desde donde lo creó, sin ningún texto alrededor. Si allí ya no se muestra, cree uno nuevo.
token-mistyped = El token se alteró al copiarlo o escribirlo: no supera la comprobación que lleva incorporada.
    .hint = Copie de nuevo el token desde donde lo creó, preferiblemente con el botón de copiar. Si allí ya no se muestra, cree uno nuevo.
token-truncated = Falta el final del token.
    .hint = Copie el token completo, preferiblemente con el botón de copiar: un doble clic puede seleccionar solo una parte. Si ya no se muestra, cree uno nuevo.
token-wrong_kind = Aquí no se puede usar un token de este tipo: { $kind }.
    .hint = Cree un token de acceso en la instancia, en los ajustes de su cuenta, e introdúzcalo en lugar de este.
token-not_recognised = La instancia no reconoce el token.
    .hint = Compruebe que el token está completo y pertenece a esta instancia. Si es así, puede que se haya eliminado, que los tokens de acceso estén desactivados en la instancia o que un proxy intermedio quite la cabecera que lo contiene: cree un token nuevo y, si tampoco funciona, consulte al administrador de la instancia.
token-expired = El token ha caducado.
    .hint = Cree un token nuevo en la instancia e introdúzcalo en lugar de este.
token-revoked = El token se ha revocado.
    .hint = Cree un token nuevo en la instancia e introdúzcalo en lugar de este. Si no lo revocó usted, pregunte el motivo al administrador de la instancia.
token-impersonation_disabled = El token es de suplantación de usuario, y la instancia no permite ese tipo de tokens.
    .hint = Inicie sesión con la propia cuenta y cree en ella un token, o pida al administrador de la instancia que permita los tokens de suplantación.
token-dpop_required = La cuenta exige que cada solicitud demuestre quién posee el token (DPoP), y un token por sí solo no puede hacerlo.
    .hint = Desactive esta exigencia en los ajustes de la cuenta en la instancia, o use un token de una cuenta que no la tenga.
token-scope_missing = El token no tiene ninguno de los ámbitos que servirían ({ $needs }); tiene estos: { $has }.
    .hint = Cree un token nuevo con uno de estos ámbitos e introdúzcalo en lugar de este: { $needs }.
token-permission_missing = Al token le faltan permisos necesarios: { $permissions }.
    .hint = Cree un token de permisos granulares con estos permisos e introdúzcalo en lugar de este. Si este token es de los clásicos, puede que la instancia solo acepte tokens de permisos granulares.
token-expires_soon = { $days ->
        [0] El token caduca hoy: el { $date } fue el último día completo en que funcionó.
        [one] El token caduca dentro de un día: el { $date } es el último día completo en que funciona.
       *[other] El token caduca dentro de { $days } días: el { $date } es el último día completo en que funciona.
    }
    .hint = Cree un token nuevo en la instancia e introdúzcalo en esta conexión antes de esa fecha, para que no haya interrupciones.
token-scopes_unknown = La instancia es demasiado antigua para indicar qué permite el token.
    .hint = Asegúrese en la instancia de que el token permite leer lo que quiere obtener. Cuando la instancia se actualice, podrá comprobarse aquí.
token-expiry_unknown = No se ha podido averiguar cuándo caduca el token.
    .hint = Consulte la fecha en la instancia y sustituya el token antes de ese día. Si el token es de permisos granulares, necesita permiso para leer sus propios datos para que pueda comprobarse aquí.
token-fine_grained = El token es de permisos granulares: se ha aceptado, pero cada tipo de registro necesita su propio permiso.
    .hint = Compruebe en la instancia que el token tiene permiso para leer cada tipo de registro que quiere obtener.
token-overprivileged = El token permite más de lo necesario, por estos ámbitos: { $scopes }.
    .hint = Para mayor seguridad, cree un token que solo permita leer e introdúzcalo en lugar de este.
token-no_expiry = El token no caduca nunca.
    .hint = Para mayor seguridad, use un token con fecha de caducidad o sustituya este de vez en cuando; revóquelo en la instancia cuando ya no lo necesite.

## The account

account-blocked = La cuenta a la que pertenece la credencial está bloqueada.
    .hint = Pida al administrador de la instancia que desbloquee la cuenta, o use una credencial de otra cuenta. Un token nuevo de la misma cuenta no servirá.
account-deactivated = La cuenta a la que pertenece la credencial está desactivada.
    .hint = Inicie sesión en la instancia con esa cuenta desde un navegador para reactivarla, o consulte al administrador de la instancia. Después, vuelva a intentarlo.
account-pending_approval = La cuenta a la que pertenece la credencial está pendiente de que un administrador la apruebe.
    .hint = Pida al administrador de la instancia que apruebe la cuenta. Después, vuelva a intentarlo.
account-terms_not_accepted = La cuenta a la que pertenece la credencial no ha aceptado los términos del servicio.
    .hint = Inicie sesión en la instancia con esa cuenta desde un navegador y acepte los términos. Después, vuelva a intentarlo.
account-password_expired = La contraseña de la cuenta a la que pertenece la credencial ha caducado.
    .hint = Inicie sesión en la instancia con esa cuenta desde un navegador y establezca una contraseña nueva. Después, vuelva a intentarlo.
account-unconfirmed = La dirección de correo electrónico de la cuenta a la que pertenece la credencial no está confirmada.
    .hint = Abra el enlace del correo de confirmación, o solicite uno nuevo en la instancia. Después, vuelva a intentarlo.

## Access

access-denied = La instancia ha denegado el acceso por este motivo: «{ $reason }».
    .hint = Resuelva ese motivo en la instancia o consulte a su administrador. Después, vuelva a intentarlo.
access-nothing_visible = La credencial funciona, pero no da acceso a nada que se pueda obtener.
    .hint = En la instancia, dé a la cuenta acceso a lo que quiere obtener, o use una credencial de una cuenta que lo tenga.

## OAuth

oauth-denied = La autorización se ha denegado en la instancia.
    .hint = Vuelva a conectarse y autorice el acceso cuando la instancia lo solicite.
oauth-client_missing = No se conoce ninguna aplicación de OAuth para esta instancia.
    .hint = Registre una aplicación de OAuth en la instancia e indique su identificador y, si lo tiene, su secreto; o bien conéctese con un token.
oauth-client_invalid = La instancia no conoce la aplicación de OAuth, o el secreto de la aplicación es incorrecto.
    .hint = Compare el identificador y el secreto con los que la instancia muestra para la aplicación de OAuth, y corríjalos. Si el secreto ya no se muestra allí, cree uno nuevo.
oauth-scope_refused = La aplicación de OAuth no puede solicitar estos ámbitos: { $scopes }.
    .hint = Seleccione estos ámbitos para la aplicación de OAuth en la instancia y vuelva a conectarse.
oauth-redirect_refused = La aplicación de OAuth no conoce la dirección de redirección `{ $redirect }`.
    .hint = Añada exactamente esta dirección a las direcciones de redirección de la aplicación de OAuth en la instancia y vuelva a conectarse.
oauth-state_mismatch = La respuesta recibida no corresponde a ninguna autorización en curso.
    .hint = Vuelva a conectarse empezando desde aquí y termine en el mismo navegador. Si no inició usted ninguna autorización, cierre la página que le ha traído hasta aquí.
oauth-code_refused = La instancia no ha aceptado el código de autorización: ha caducado, ya se había usado o se creó para otra cosa.
    .hint = Vuelva a conectarse sin retroceder ni recargar ninguna página del navegador durante el proceso.
oauth-device_unsupported = La instancia no permite la autorización con un código de dispositivo.
    .hint = Conéctese con el navegador o con un token. Si necesita el código de dispositivo, pregunte al administrador si la instancia se puede actualizar.
oauth-reconnect_required = La autorización ha terminado en la instancia.
    .hint = Vuelva a conectarse y autorice el acceso. La conexión conserva su nombre y sus integraciones.
oauth-timed_out = La autorización no se ha completado a tiempo.
    .hint = Vuelva a conectarse y autorice el acceso sin cerrar la página. Si el navegador no puede volver desde la instancia, compruebe que la dirección de redirección es accesible desde ese navegador, o use un código de dispositivo o un token.
oauth-revoke_failed = El acceso se ha eliminado aquí, pero la instancia no ha confirmado que se haya revocado.
    .hint = En la instancia, abra la lista de aplicaciones autorizadas en los ajustes de su cuenta y revoque allí el acceso.

## The instance and the way to it

instance-url_invalid = La dirección de la instancia no se puede usar: { $reason }.
    .hint = Introduzca la dirección que abre en el navegador, por ejemplo `https://example.com`.
instance-address_forbidden = Las reglas de este sistema no permiten conectar con `{ $host }`.
    .hint = Compruebe la dirección. Si es correcta, pregunte al administrador de este sistema si se puede permitir.
instance-insecure = La dirección empieza por `http://`, por lo que la credencial se enviaría sin cifrar.
    .hint = Use una dirección que empiece por `https://`. Solo si la instancia no la tiene y usted confía en toda la red intermedia, permita las conexiones sin cifrar en los ajustes de esta conexión.
instance-too_old = La instancia tiene la versión { $version } y se necesita como mínimo la versión { $minimum }.
    .hint = Pida al administrador de la instancia que la actualice.
instance-dns = No se ha encontrado el nombre `{ $host }` en la red.
    .hint = Compruebe que la dirección está bien escrita. Si el nombre solo se conoce en una red interna, conéctese antes a esa red o a su VPN.
instance-refused = La conexión con `{ $host }` se ha rechazado.
    .hint = Compruebe que el puerto de la dirección es correcto, que la instancia está en funcionamiento y que ningún cortafuegos intermedio bloquea la conexión.
instance-timeout = No ha llegado a tiempo ninguna respuesta de `{ $host }`.
    .hint = Vuelva a intentarlo dentro de unos minutos. Si sigue ocurriendo, compruebe la dirección y pregunte a los administradores de la instancia y de la red si la instancia está sobrecargada o si un cortafuegos descarta las solicitudes.
instance-connection_lost = La conexión con `{ $host }` se ha cortado antes de que la respuesta estuviera completa.
    .hint = Vuelva a intentarlo. Si sigue ocurriendo, pregunte al administrador de la red si un cortafuegos o un proxy intermedio corta las conexiones.
instance-proxy = El proxy no ha dejado pasar la solicitud a `{ $host }`.
    .hint = Compruebe la dirección, el usuario y la contraseña del proxy, y pida a su administrador que permita este destino. Si se puede acceder directamente a la instancia, exclúyala del proxy.
instance-tls_untrusted = El certificado de `{ $host }` lo ha emitido una autoridad que aquí no es de confianza.
    .hint = Añada a esta conexión el certificado de la CA de la instancia, en formato PEM. Puede proporcionárselo el administrador de la instancia; si esta tiene un certificado público corriente, el administrador debe comprobar que también envía los certificados intermedios.
instance-tls_hostname = El certificado de `{ $host }` se emitió para otro nombre.
    .hint = Introduzca la dirección con el nombre para el que se emitió el certificado, o pida al administrador de la instancia un certificado que incluya este nombre.
instance-tls_expired = El certificado de `{ $host }` ha caducado o todavía no es válido.
    .hint = Compruebe que la fecha y la hora de este equipo son correctas. Si lo son, pida al administrador de la instancia que renueve el certificado.
instance-not_gitlab = La respuesta de esta dirección no es la de la API de la aplicación.
    .hint = Compruebe la dirección. Si la aplicación está bajo una ruta, añádala, como en `https://example.com/ruta`. Si la dirección es correcta, puede que un proxy intermedio responda en su lugar: consulte al administrador de la instancia.
instance-wrong_path = La aplicación responde en esta dirección, pero su API no está en esta ruta.
    .hint = Introduzca la dirección de la página de inicio de la aplicación, con la ruta en la que está instalada, si la hay, y sin la ruta de ninguna página interior.
instance-challenged = Una comprobación contra bots o una página de inicio de sesión delante de la instancia ha detenido la solicitud.
    .hint = Pida al administrador de la instancia que deje pasar sin esa comprobación las solicitudes a su API. Un token nuevo no servirá.
instance-redirected = La instancia redirige a otra dirección: `{ $location }`.
    .hint = Si confía en esa dirección, introduzca aquella a la que pertenece como dirección de la instancia. La credencial no se ha reenviado. Si la primera dirección empezaba por `http://`, la credencial se ha enviado sin cifrar: revóquela y cree una nueva.
instance-forbidden = La instancia ha rechazado la solicitud sin indicar el motivo.
    .hint = Espere unos minutos y vuelva a intentarlo: tras muchos intentos fallidos, una instancia puede rechazarlo todo durante un tiempo. Si sigue ocurriendo, pregunte a su administrador si se permiten las solicitudes desde la dirección de red de este equipo.
instance-rate_limited = La instancia ha recibido demasiadas solicitudes y pide esperar.
    .hint = Espere unos minutos y vuelva a intentarlo.
instance-maintenance = La instancia está en mantenimiento.
    .hint = Vuelva a intentarlo cuando termine el mantenimiento; el administrador de la instancia puede indicarle cuándo.
instance-deploying = La instancia se está actualizando.
    .hint = Espere unos minutos y vuelva a intentarlo.
instance-unavailable = La instancia no está disponible en este momento (estado HTTP { $status }).
    .hint = Espere unos minutos y vuelva a intentarlo. Si sigue ocurriendo, avise al administrador de la instancia.
instance-error = La instancia ha fallado al responder (estado HTTP { $status }).
    .hint = Vuelva a intentarlo dentro de unos minutos. Si sigue ocurriendo, avise al administrador de la instancia: la causa consta en sus registros de actividad.
instance-bad_answer = La respuesta de la instancia no se ha podido leer.
    .hint = Vuelva a intentarlo. Si sigue ocurriendo, pregunte al administrador de la instancia si un proxy intermedio altera o corta sus respuestas.
instance-partial = La credencial funciona, pero algunos datos no se han podido obtener de la instancia.
    .hint = Puede continuar. Compruebe la conexión más tarde para completar los datos.

## The configuration

config-invalid = La configuración contiene un valor que no se puede usar: { $reason }.
    .hint = Corrija ese valor y guarde de nuevo.
config-not_found = Se eligió `{ $value }`, pero ya no existe o la credencial no permite verlo.
    .hint = Quítelo de la selección o elija otro. Si todavía existe, dé a la cuenta acceso a él en la instancia.
config-unavailable = Esta instancia no tiene registros del tipo `{ $record }`, o su licencia no los incluye.
    .hint = Quite este tipo de la selección, o pregunte al administrador de la instancia si puede estar disponible.

## What was asked for

usage-invalid = La petición no se entiende: { $reason }.
    .hint = Corríjala y vuelva a intentarlo; la ayuda del programa muestra lo que es posible.
plugin-not_found = No existe el complemento `{ $plugin }`.
    .hint = Compruebe el nombre en la lista de complementos, o instale antes el complemento.
connection-not_found = No existe la conexión `{ $connection }`.
    .hint = Compruébela en la lista de conexiones; puede que se haya eliminado.
integration-not_found = No existe la integración `{ $integration }`.
    .hint = Compruébela en la lista de integraciones; puede que se haya eliminado.

## Plugins that cannot be loaded

manifest-invalid = El manifiesto del complemento no se puede usar: { $reason }.
    .hint = Si usted es el autor, corrija el manifiesto y valide de nuevo el complemento. Si no, vuelva a instalar el complemento y, si no basta, avise a su autor.
manifest-invalid-newer = El manifiesto del complemento dice algo que este programa no conoce: { $reason }.
    .hint = El complemento se puede usar, pero se escribió para una versión más reciente de este programa: actualice este programa.
library-missing = Falta la biblioteca del complemento: { $reason }.
    .hint = Si usted es el autor, compile el complemento y compruebe el nombre de la biblioteca en el manifiesto. Si no, vuelva a instalar el complemento.
library-not_a_plugin = El archivo no es la biblioteca de un complemento: { $reason }.
    .hint = Si usted es el autor, compile el crate como `cdylib` y exporte el complemento con `export_plugin!`. Si no, vuelva a instalar el complemento.
library-wrong_architecture = La biblioteca del complemento se compiló para otro tipo de equipo: { $reason }.
    .hint = Instale la versión del complemento compilada para el procesador y el sistema operativo de este equipo. Si usted es el autor, compílelo para este destino.
library-truncated = Falta el final de la biblioteca del complemento: { $reason }.
    .hint = Vuelva a instalar el complemento: no se descargó o no se copió por completo. Compruebe que hay espacio libre en el disco.
library-digest_mismatch = La biblioteca del complemento no es la que indica su manifiesto: { $reason }.
    .hint = No use este archivo. Vuelva a instalar el complemento desde una fuente de confianza. Si usted es el autor, empaquételo de nuevo después de cada compilación.
interface-incompatible = La biblioteca del complemento se compiló para otra versión de la interfaz de complementos: { $reason }.
    .hint = Instale una versión del complemento creada para este programa, o actualice este programa. Si usted es el autor, compílelo de nuevo con la versión de la interfaz que usa este programa.
plugin-id_mismatch = El manifiesto del complemento y su biblioteca no coinciden en el identificador: { $reason }.
    .hint = Si usted es el autor, use el mismo identificador en el manifiesto y en `export_plugin!`, y compile de nuevo. Si no, vuelva a instalar el complemento.
plugin-id_mismatch-version = El manifiesto del complemento y su biblioteca no coinciden en la versión del complemento: { $reason }.
    .hint = Si usted es el autor, use la misma versión en el manifiesto y en `Cargo.toml`, y compílelo de nuevo. Si no, vuelva a instalar el complemento.
plugin-id_mismatch-folder = La carpeta del complemento no se llama como el complemento: { $reason }.
    .hint = Cambie el nombre de la carpeta por el id del complemento, o vuelva a instalar el complemento.
plugin-duplicate_id = Dos complementos tienen el mismo identificador: { $reason }.
    .hint = Conserve uno de ellos y quite el otro de la carpeta de complementos. Si son complementos distintos, pida al autor de uno de ellos que elija otro identificador.

## Plugins that break the contract

plugin-panicked = El complemento ha fallado por un defecto propio: { $reason }.
    .hint = No se ha cambiado nada, y esto no indica nada sobre la credencial. Comunique el defecto al autor del complemento, junto con el registro de actividad.
plugin-timeout = El complemento no ha respondido a tiempo.
    .hint = No se ha cambiado nada, y esto no indica nada sobre la credencial. Vuelva a intentarlo; si sigue ocurriendo, el complemento tiene un defecto: comuníquelo a su autor, junto con el registro de actividad.
plugin-cancelled = La llamada al complemento se ha detenido antes de terminar.
    .hint = No se ha cambiado nada, y esto no indica nada sobre la credencial. Vuelva a intentarlo cuando lo desee.
plugin-contract = El complemento ha dado una respuesta que la interfaz de complementos no permite: { $reason }.
    .hint = No se ha cambiado nada, y esto no indica nada sobre la credencial. El complemento tiene un defecto: comuníquelo a su autor, junto con el registro de actividad. Si usted es el autor, valide el complemento.
plugin-crashed = El complemento ha fallado y ha hecho terminar su proceso: { $reason }.
    .hint = No se ha cambiado nada, y esto no indica nada sobre la credencial. El complemento tiene un defecto: comuníquelo a su autor, junto con el registro de actividad.

## The program itself

state-unusable = Los datos guardados no se pueden leer o escribir: { $reason }.
    .hint = Compruebe que la carpeta de los datos guardados existe, que este programa puede leerla y escribir en ella, y que hay espacio libre en el disco.
state-newer = Los datos guardados los escribió una versión más reciente de este programa: { $reason }.
    .hint = Actualice este programa a esa versión o a una posterior, o use otra carpeta para los datos guardados. No se ha cambiado nada.
internal = Este programa ha fallado por un defecto propio: { $reason }.
    .hint = Vuelva a intentarlo. Si sigue ocurriendo, comunique el defecto a quienes mantienen este programa, junto con el registro de actividad.

## A configuration that does not fit its form. `$expected` and `$found` are JSON's own names of types.

config-invalid-type = Aquí corresponde { $expected ->
        [array] una lista
        [boolean] `true` o `false`
        [integer] un número entero
        [object] un objeto con propiedades
        [string] un texto
       *[other] otra cosa
    }, y la configuración tiene { $found ->
        [array] una lista
        [boolean] `true` o `false`
        [null] nada (`null`)
        [number] un número
        [object] un objeto
       *[string] un texto
    }.
    .hint = Cambie el valor; el esquema de configuración muestra qué admite cada propiedad.
config-invalid-misspelt = No existe la propiedad `{ $name }`.
    .hint = ¿Quiso decir `{ $close }`?
config-invalid-unknown = No existe la propiedad `{ $name }`.
    .hint = Las propiedades son: { $known }.
config-invalid-missing = Falta la propiedad `{ $name }`.
    .hint = Añádala; el esquema de configuración muestra qué admite.
config-invalid-option = `{ $value }` no está entre las opciones.
    .hint = Las opciones son: { $options }.
config-invalid-twice = `{ $value }` aparece aquí dos veces.
    .hint = Elimine una de las dos.
config-invalid-empty = Aquí no se ha elegido nada.
    .hint = Elija al menos una opción.
config-invalid-date = `{ $value }` no es una fecha.
    .hint = Escriba una fecha como `2026-01-31`; cuenta desde las 00:00 UTC de ese día.
config-invalid-range = { $value } está fuera del intervalo admitido.
    .hint = Elija un número de { $minimum } a { $maximum }.
config-invalid-long = Este texto es demasiado largo.
    .hint = Acórtelo a { $most } caracteres como máximo.
