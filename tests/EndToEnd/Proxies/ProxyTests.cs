using System.Collections.Immutable;
using Orchestrator.Testbed.Runner.Demo;
using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.EndToEnd.Proxies;

/// <summary>The whole support case with a real proxy between both ends and the vendor. The proxy asks for a name and a password.</summary>
public sealed class ProxyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-proxy-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    [Trait("Requirement", "R-NET-4")]
    [Trait("Requirement", "R-NET-15")]
    public async Task The_demonstration_holds_all_its_checks_through_Squid_with_Basic()
    {
        await using var proxy = await StartAsync();

        var (exit, said) = await RunAsync(proxy, "correct-horse");

        Assert.True(exit == 0, said);
        // Both ends went that way, and by the vendor's name: the proxy resolves it.
        var tunnels = proxy.AccessLog.Split('\n').Count(line => line.Contains($"CONNECT {DemoVendor.Domain}:", StringComparison.Ordinal) && line.Contains("/200 ", StringComparison.Ordinal));
        Assert.True(tunnels >= 2, proxy.AccessLog);

        // That the password went in clear stands in the run's log.
        var records = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).SelectMany(File.ReadLines);
        Assert.Contains(records, line => line.Contains($"\"proxy\":\"{proxy.Uri}\",\"proxyScheme\":\"Basic\"", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_wrong_password_for_the_proxy_is_told_as_what_it_is()
    {
        await using var proxy = await StartAsync();

        var said = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(proxy, "wrong-horse"));

        Assert.Contains("proxy", said.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("password", said.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wrong-horse", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/200 ", proxy.AccessLog, StringComparison.Ordinal);
    }

    // The vendor's name exists nowhere; the proxy, like a site's own, has its own idea of names.
    private static Task<RealProxy> StartAsync() => RealProxy.StartSquidAsync(options => options with
    {
        Schemes = [SquidScheme.Basic],
        Account = new ServerAccount("lab", "correct-horse"),
        Hosts = ImmutableDictionary<string, string>.Empty.Add(DemoVendor.Domain, "127.0.0.1"),
    });

    private async Task<(int Exit, string Said)> RunAsync(RealProxy proxy, string password)
    {
        using var said = new StringWriter();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var address = new Uri($"http://lab:{password}@127.0.0.1:{proxy.Port}");
        var exit = await DemoRun.RunAsync(new DemoOptions(2, Path.Combine(_folder, "demo"), address, Sabotage.None), said, limit.Token);
        return (exit, said.ToString());
    }
}
