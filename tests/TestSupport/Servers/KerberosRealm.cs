using System.Text;
using Orchestrator.Testbed.Servers.Kerberos;
using Orchestrator.Testbed.Servers.Running;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.TestSupport.Servers;

/// <summary>A real Kerberos realm of one test: its KDC at 127.0.0.1, somebody in it, and the service of a proxy named localhost. Disposal ends it.</summary>
public sealed class KerberosRealm : IAsyncDisposable
{
    private readonly RunningServer server;

    private KerberosRealm(RunningServer server) => this.server = server;

    /// <summary>What a Squid needs to take this realm's tickets.</summary>
    public SquidKerberos Squid => new(Configuration, Path.Combine(server.Folder, KdcOptions.Keytab), $"HTTP/localhost@{((KdcOptions)server.Options).Realm}");

    /// <summary>Path of the configuration for clients.</summary>
    public string Configuration => Path.Combine(server.Folder, KdcOptions.Configuration);

    /// <summary>What the KDC noted, so far.</summary>
    public string Log => server.Read("kdc.log");

    /// <summary>Skips or fails the running test where MIT Kerberos is missing, then makes a realm.</summary>
    public static async Task<KerberosRealm> StartAsync()
    {
        var options = new KdcOptions { Port = FreePort.Take() };
        RealComponent.Require([.. options.Plan("/").Needs, "kinit"]);
        return new KerberosRealm(await RunningServer.StartAsync(options));
    }

    /// <summary>Gets a ticket for somebody; returns the value of KRB5CCNAME.</summary>
    public async Task<string> SignInAsync(string user = "alice", string password = "correct-horse")
    {
        var cache = $"FILE:{server.Folder}/{user}.cache";
        await ExternalProcess.RunAsync("kinit", ["-c", cache, user], new Dictionary<string, string?> { ["KRB5_CONFIG"] = Configuration }, Encoding.UTF8.GetBytes(password + "\n"));
        return cache;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => server.DisposeAsync();
}
