using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.Links.Dialing;

/// <summary>The sentences of failed dials, in one place: what failed, why, what to do.</summary>
internal static class DialFailures
{
    public static DialException Configuration(string why) =>
        new(DialCodes.ConfigurationInvalid, $"The configuration can't be used: {why}. Ask the vendor for a correct one.");

    public static DialException NameNotFound(Endpoint to, string why) => to.IsProxy
        ? new(DialCodes.ProxyUnreachable, $"The proxy {to} wasn't found: this computer knows no address for its name ({why}). Check the proxy's name in the site file.")
        : new(DialCodes.NameNotFound, $"The broker {to} wasn't found: this computer knows no address for its name ({why}). Check the network connection; where names are resolved only by a proxy, name the proxy in the site file.");

    public static DialException Unreachable(Endpoint to, string why) => to.IsProxy
        ? new(DialCodes.ProxyUnreachable, $"The proxy {to} doesn't answer: {why}. Check the proxy's address in the site file, and that the proxy runs.")
        : new(DialCodes.BrokerUnreachable, $"The broker {to} can't be reached: {why}. Ask the IT department to allow outgoing TCP to this name and port, or name the site's proxy in the site file.");

    public static DialException TooSlow(string step, TimeSpan limit) =>
        new(DialCodes.Timeout, $"{step} took longer than {limit.TotalSeconds:0} s. Something on the way swallows the packets, or is very slow; try again, then ask the IT department.");

    public static DialException NoConnector(ProxyAddress proxy) =>
        new(DialCodes.ProxyUnsupported, $"No plugin here can use a proxy of the kind \"{proxy.Scheme}\". Name an http:// or https:// proxy in the site file.");

    public static DialException TooManyConnections() =>
        new(DialCodes.ProxyFault, $"The proxy's plugin asked for more than {DialerLimits.ProxyConnections} connections in one attempt. Report this to the vendor.");

    public static DialException ProxyPlugin(PluginFault fault) =>
        new(DialCodes.ProxyFault, $"{fault.Sentence} Report this to the vendor.");

    public static DialException TransportPlugin(PluginFault fault) =>
        new(DialCodes.TransportFault, $"{fault.Sentence} Report this to the vendor.");

    public static DialException NoTransport() =>
        new(DialCodes.TransportFault, "No transport plugin is active in this program. Install it again; where plugins are loaded from a folder, look into their list.");

    public static DialException NoTls(Endpoint to, string why) =>
        new(DialCodes.TlsFailed, $"No TLS connection to {to}: what answers there doesn't complete a TLS handshake ({why}). A captive portal, a firewall or another service may answer in its place; open a web page to see, or ask the IT department.");

    public static DialException WrongName(Endpoint to, string issuer) =>
        new(DialCodes.TlsName, $"The certificate shown for {to} is for another name (issued by {issuer}). Something answers in its place; ask the IT department.");

    public static DialException WrongDate(Endpoint to, string issuer, DateTimeOffset now) =>
        new(DialCodes.TlsDate, $"The certificate shown for {to} isn't valid today (issued by {issuer}; this computer's clock says {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC). Set the computer's clock, or tell the vendor that the certificate has run out.");

    public static DialException Untrusted(Endpoint to, string issuer, string why) =>
        new(DialCodes.TlsUntrusted, $"The certificate shown for {to} isn't trusted ({why}; issued by {issuer}). If the site inspects TLS, its root certificate must be installed on this computer; otherwise something answers in the broker's place. Ask the IT department.");
}
