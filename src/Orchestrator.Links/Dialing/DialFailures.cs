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
        new(DialCodes.ProxyUnsupported, $"No plugin here can use a proxy of the kind \"{proxy.Scheme}\". Name an http://, https:// or socks5:// proxy in the site file.");

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

    public static DialException NoHandshake(Endpoint to, Answerer answerer, string why) => answerer switch
    {
        Answerer.Portal => Portal($"a web page answers at {to} in place of the vendor's server"),
        Answerer.PlainHttp => NoTls(to, "a web server without TLS refuses"),
        Answerer.OldTls => new(DialCodes.TlsOld, $"What answers at {to} speaks only TLS 1.1 or older, which isn't safe and isn't used. The vendor's server speaks TLS 1.2 and 1.3: an old device on the way answers in its place. Ask the IT department to let this name through it."),
        Answerer.Nobody => NoTls(to, "it closed the connection without a word"),
        Answerer.Other => NoTls(to, "it speaks something else"),
        _ => NoTls(to, why),
    };

    public static DialException Portal(string seen) =>
        new(DialCodes.CaptivePortal, $"This network wants you to sign in first: {seen}. Open a web page in this computer's browser, sign in or accept the terms there, then start again; where there is no browser, ask the IT department.");

    public static DialException WrongName(Endpoint to, string issuer) =>
        new(DialCodes.TlsName, $"The certificate shown for {to} is for another name (issued by {issuer}). Something answers in its place; ask the IT department.");

    public static DialException WrongDate(Endpoint to, string issuer, DateTimeOffset now) =>
        new(DialCodes.TlsDate, $"The certificate shown for {to} isn't valid today (issued by {issuer}; this computer's clock says {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC). Set the computer's clock, or tell the vendor that the certificate has run out.");

    public static DialException Untrusted(Endpoint to, string issuer, string why) =>
        new(DialCodes.TlsUntrusted, $"The certificate shown for {to} isn't trusted ({why}; issued by {issuer}). If the site inspects TLS, its root certificate must be installed on this computer; otherwise something answers in the broker's place. Ask the IT department.");

    public static DialException LongChain(Endpoint to, string issuer) =>
        new(DialCodes.TlsChain, $"The certificate shown for {to} comes with a chain of more than {DialerLimits.ChainCertificates} certificates (issued by {issuer}), which no genuine one has. Ask the IT department what answers there.");

    public static DialException Weak(Endpoint to, string issuer, string flaw) =>
        new(DialCodes.TlsWeak, $"The certificate shown for {to}, or one above it, is too weak to prove anything: {flaw} (issued by {issuer}). If the site inspects TLS, its certificates must be renewed with keys and signatures of today; ask the IT department.");

    public static DialException Unpinned(Endpoint to, string issuer) =>
        new(DialCodes.TlsPinned, $"The certificate shown for {to} isn't one that the vendor's configuration allows (issued by {issuer}), although this computer trusts it. Ask the IT department to except this name from TLS inspection; where nothing is inspected, tell the vendor.");

    public static DialException Intercepted(Endpoint to, string issuer) =>
        new(DialCodes.TlsIntercepted, $"This site's network opens encrypted connections and reads them (the certificate shown for {to} is from “{issuer}”, not the vendor's), and that isn't allowed for this program here. Ask the IT department to except {to} from TLS inspection, or to allow it in the site file (tls-interception: allow).");

    public static DialException InterceptionUnknown(Endpoint to) =>
        new(DialCodes.TlsInterceptionUnknown, $"Whether this site's network reads encrypted connections to {to} can't be told, because the vendor's configuration lists no certificates, and the site file wants none that are read. Ask the vendor for a configuration that lists them, or the IT department to take tls-interception out of the site file.");
}
