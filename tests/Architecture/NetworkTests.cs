using Orchestrator.Architecture.Assemblies;

namespace Orchestrator.Architecture;

/// <summary>One dialer: client sockets and outer TLS are made in one place. Beside it only an audit sink dials, from the broker, to its own server.</summary>
public sealed class NetworkTests
{
    private const string Syslog = "Orchestrator.Plugins.Audit.Syslog";
    private const string PostgreSql = "Orchestrator.Plugins.Audit.PostgreSql";

    private static readonly string[] OwnDialling =
    [
        "System.Net.Sockets.TcpClient", "System.Net.Sockets.UdpClient", "System.Net.Http.HttpClient", "System.Net.Http.SocketsHttpHandler", "System.Net.Http.HttpClientHandler",
        "System.Net.WebSockets.ClientWebSocket", "System.Net.WebClient", "System.Net.WebRequest",
    ];

    [Fact]
    public void Nothing_that_dials_by_itself_is_used()
    {
        Assert.Empty(
            from one in ProductAssembly.All
            from type in one.TypeReferences.Intersect(OwnDialling)
            select $"{one} → {type}");
    }

    [Fact]
    public void Sockets_are_the_dialers_the_local_viewers_the_syslog_sink_and_the_control_of_plugins()
    {
        string[] allowed = ["Orchestrator.Links", "Orchestrator.Rfb", "Orchestrator.Console", "Orchestrator.PluginFolders", Syslog];

        Assert.Empty(ProductAssembly.All.Where(one => one.TypeReferences.Contains("System.Net.Sockets.Socket")).Select(one => one.Name).Except(allowed));
    }

    [Fact]
    public void The_control_of_plugins_knows_no_address_of_a_network()
    {
        string[] network = ["System.Net.IPEndPoint", "System.Net.IPAddress", "System.Net.DnsEndPoint", "System.Net.Dns", "System.Net.Sockets.TcpListener", "System.Net.Sockets.TcpClient"];
        var control = ProductAssembly.All.Single(one => one.Name == "Orchestrator.PluginFolders");

        Assert.Contains("System.Net.Sockets.UnixDomainSocketEndPoint", control.TypeReferences);
        Assert.Empty(control.TypeReferences.Intersect(network));
    }

    [Fact]
    public void Client_TLS_is_made_by_the_dialer_and_the_syslog_sink_alone()
    {
        var makers = ProductAssembly.All.Where(one => one.MemberReferences.Contains("System.Net.Security.SslStream.AuthenticateAsClientAsync"));

        Assert.Equal(["Orchestrator.Links", Syslog], makers.Select(one => one.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_certificate_callback_is_blind()
    {
        Assert.Empty(ProductAssembly.All.SelectMany(CertificateCallbacks.Blind));
        Assert.All(["Orchestrator.Links", Syslog, PostgreSql], name => Assert.Equal(1, CertificateCallbacks.Count(ProductAssembly.All.Single(one => one.Name == name))));
    }

    [Fact]
    public void The_search_for_blind_callbacks_finds_every_way_of_writing_one()
    {
        using var samples = ProductAssembly.FromFile(Path.Combine(AppContext.BaseDirectory, $"{typeof(BlindCallbacks).Assembly.GetName().Name}.dll"));
        var found = CertificateCallbacks.Blind(samples).ToArray();

        Assert.Equal(BlindCallbacks.Count, found.Length);
        Assert.DoesNotContain(found, name => name.Contains(nameof(BlindCallbacks.Looks), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("quicksupport")]
    [InlineData("orchestrator")]
    [Trait("Requirement", "R-NET-4")]
    public void Programs_that_go_through_proxies_bring_their_own_NTLM(string program)
    {
        var settings = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json"));

        Assert.Contains("\"System.Net.Security.UseManagedNtlm\": true", settings, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-NET-9")]
    public void Nothing_in_the_product_puts_other_roots_in_the_platforms_place()
    {
        const string Options = "Orchestrator.Links.Dialing.DialerOptions.set_";
        var setters = ProductAssembly.All.SelectMany(one => one.Methods).SelectMany(method => method.Calls).Where(call => call.StartsWith(Options, StringComparison.Ordinal)).ToHashSet();

        Assert.Contains($"{Options}ExtraRoots", setters);
        Assert.DoesNotContain($"{Options}PlatformRoots", setters);
    }

    [Fact]
    public void Nothing_turns_validation_off()
    {
        string[] forbidden =
        [
            "System.Net.Http.HttpClientHandler.DangerousAcceptAnyServerCertificateValidator",
            "System.Net.Http.HttpClientHandler.get_DangerousAcceptAnyServerCertificateValidator",
            "System.Net.ServicePointManager.set_ServerCertificateValidationCallback",
        ];

        Assert.Empty(ProductAssembly.All.SelectMany(one => one.MemberReferences.Intersect(forbidden)));
    }
}
