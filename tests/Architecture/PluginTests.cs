using Orchestrator.Architecture.Assemblies;

namespace Orchestrator.Architecture;

/// <summary>Plugins adapt the outside world through streams that the host gives them.</summary>
public sealed class PluginTests
{
    private static readonly string[] Network =
    [
        "System.Net.Sockets.", "System.Net.Http.", "System.Net.Security.", "System.Net.Quic.", "System.Net.Mail.", "System.Net.NetworkInformation.",
        "System.Net.Dns", "System.Net.WebRequest", "System.Net.HttpWebRequest", "System.Net.WebClient", "System.Net.HttpListener",
        "System.Net.WebSockets.ClientWebSocket", "System.IO.Pipes.NamedPipe",
    ];

    // They make no connection: tokens go in and come out as bytes, and the plugin sends them on the host's stream. Nobody else has Kerberos and NTLM.
    private static readonly string[] SignIn =
    [
        "System.Net.Security.NegotiateAuthentication", "System.Net.Security.NegotiateAuthenticationClientOptions",
        "System.Net.Security.NegotiateAuthenticationStatusCode",
    ];

    [Fact]
    public void No_plugin_but_an_audit_sink_names_a_socket_TLS_or_a_resolver()
    {
        var offenders =
            from plugin in ProductAssembly.All.Where(one => one.IsPlugin && !one.Name.Contains(".Audit.", StringComparison.Ordinal))
            from type in plugin.TypeReferences
            where !(plugin.Name.Contains(".Proxy.", StringComparison.Ordinal) && SignIn.Contains(type, StringComparer.Ordinal))
            where Network.Any(forbidden => type.StartsWith(forbidden, StringComparison.Ordinal))
            select $"{plugin} → {type}";

        Assert.Empty(offenders);
    }

    [Fact]
    public void There_are_plugins_to_look_at()
    {
        Assert.Contains(ProductAssembly.All, one => one.Name == "Orchestrator.Plugins.Transport.WebSocket");
        Assert.Contains("System.Net.WebSockets.WebSocket", ProductAssembly.All.Single(one => one.Name == "Orchestrator.Plugins.Transport.WebSocket").TypeReferences);
    }
}
