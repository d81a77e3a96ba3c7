using Orchestrator.Testbed.Servers;
using Orchestrator.Testbed.Servers.Running;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.Testbed.Servers.Tinyproxy;

namespace Orchestrator.TestSupport.Network;

/// <summary>A real proxy program on the loopback interface. Disposal ends it.</summary>
public sealed class RealProxy : IAsyncDisposable
{
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(20);
    private readonly RunningServer server;

    private RealProxy(RunningServer server) => this.server = server;

    /// <summary>What it is.</summary>
    public ServerOptions Options => server.Options;

    /// <summary>Port that it listens on, at 127.0.0.1.</summary>
    public int Port => server.Options.Port;

    /// <summary>Address for the site file.</summary>
    public string Uri => $"http://127.0.0.1:{Port}";

    /// <summary>The same by a name, which Kerberos needs.</summary>
    public string NamedUri => $"http://localhost:{Port}";

    /// <summary>The log of requests, so far.</summary>
    public string AccessLog => server.Read(SquidOptions.AccessLog);

    /// <summary>The log once it has so many requests: a proxy notes one when it is over, which may be after its answer.</summary>
    public async Task<string[]> RequestsAsync(int atLeast)
    {
        using var limit = new CancellationTokenSource(LogTime);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var requests = AccessLog.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("CONNECT", StringComparison.Ordinal)).ToArray();
            if (requests.Length >= atLeast)
                return requests;
            await pause.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>What Squid asked a verifier, so far.</summary>
    public string VerifierLog(SquidScheme scheme) => server.Read(SquidOptions.VerifierLog(scheme));

    /// <summary>Skips or fails the running test where tinyproxy is missing, then starts one.</summary>
    /// <param name="account">Whom it knows, by Basic; null: no authentication.</param>
    public static Task<RealProxy> StartTinyproxyAsync(ServerAccount? account = null) => StartAsync(new TinyproxyOptions { Port = FreePort.Take(), Account = account });

    /// <summary>Skips or fails the running test where Squid is missing, then starts one.</summary>
    /// <param name="configure">Options beside the port; null: no authentication.</param>
    public static Task<RealProxy> StartSquidAsync(Func<SquidOptions, SquidOptions>? configure = null)
    {
        var options = new SquidOptions { Port = FreePort.Take() };
        return StartAsync(configure is null ? options : configure(options));
    }

    /// <summary>Skips or fails the running test where a program is missing, then starts the proxy.</summary>
    public static async Task<RealProxy> StartAsync(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RealComponent.Require([.. options.Plan("/").Needs]);
        return new RealProxy(await RunningServer.StartAsync(options));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => server.DisposeAsync();
}
