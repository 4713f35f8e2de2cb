<%@ page contentType="text/plain; charset=UTF-8" isErrorPage="true" %>
error page of the application, for ${pageContext.errorData.requestURI}
