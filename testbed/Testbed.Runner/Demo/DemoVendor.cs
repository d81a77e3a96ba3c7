using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Setup;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Technician;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>A vendor made for one demonstration: keys, configuration, one trained technician with a new account, a serving broker on the loopback interface.</summary>
internal sealed class DemoVendor : IAsyncDisposable
{
    /// <summary>The vendor's name; it is placed on the loopback interface, the checks of guard and certificate stay as they are.</summary>
    public const string Domain = "support.vendor.test";

    /// <summary>The technician's user name.</summary>
    public const string Account = "t.berg";

    private readonly BrokerHost _host;

    private DemoVendor(BrokerHost host, SetupResult setup, Person technician)
    {
        _host = host;
        Setup = setup;
        Technician = technician;
    }

    /// <summary>Where everything lies.</summary>
    public SetupResult Setup { get; }

    /// <summary>The technician: an account that isn't activated yet.</summary>
    public Person Technician { get; }

    /// <summary>Port of the broker.</summary>
    public int Port => _host.BoundPort;

    /// <summary>Names resolve to this machine.</summary>
    public static IPAddress[] Resolve(string name) => name == Domain || IPAddress.TryParse(name, out _) || name == "localhost" ? [IPAddress.Loopback] : [];

    /// <summary>Makes the vendor and starts the broker.</summary>
    /// <param name="folder">Everything of the vendor lies here.</param>
    /// <param name="time">The broker's clock.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="domain">The broker's name; <c>localhost</c> for programs that ask the system where it is.</param>
    public static async Task<DemoVendor> StartAsync(string folder, TimeProvider time, CancellationToken cancellationToken, string domain = Domain)
    {
        var port = FreePort();
        var data = Path.Combine(folder, "broker");
        var setup = await VendorSetup.CreateAsync(
            new SetupRequest
            {
                DataFolder = data,
                Domain = domain,
                Organisation = "Example Instruments",
                Port = port,
                RootKeyFile = Path.Combine(folder, "root.key.pem"),
                RootPassphrase = Secret(),
            },
            time,
            cancellationToken);
        var technician = await Person.AddAsync(data, Account, "Tine Berg", "technician", time);
        foreach (var course in new[] { "remote-support", "data-and-privacy" })
        {
            await Person.RunAsync("training", "record", Account, "--data", data, "--course", course, "--version", "1", "--trainer", "Maria Roth", "--date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--score", "95", "--valid-days", "365");
        }

        var host = await BrokerHost.StartAsync(new BrokerOptions { DataFolder = data, Listen = new IPEndPoint(IPAddress.Loopback, port), Time = time }, cancellationToken);
        return new DemoVendor(host, setup, technician);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>Activates the technician's account from this console, and approves the console: from here on it signs in with password and code.</summary>
    public async Task EnrolAsync(ConsoleRun console, CancellationToken cancellationToken)
    {
        await Technician.ActivateAsync(console, cancellationToken);
        await Technician.ApproveAsync(console.Digits);
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
