using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Orchestrator.Broker.Setup;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Technician;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Benchmarks.Stage;

/// <summary>A vendor with one trained technician, whose broker is the real program in a process of its own, on the loopback interface.</summary>
internal sealed class Vendor : IAsyncDisposable
{
    /// <summary>A name that every machine resolves to itself, so that the shipped programs find the broker without help.</summary>
    public const string Domain = "localhost";

    public const string Account = "t.berg";

    /// <summary>More sign-ins than any benchmark makes.</summary>
    private const int SignIns = 1000;

    private readonly DirectoryInfo _folder;

    private Vendor(DirectoryInfo folder, SetupResult setup, Person technician, int port, ChildProcess broker) =>
        (_folder, Setup, Technician, Port, Broker) = (folder, setup, technician, port, broker);

    public SetupResult Setup { get; }

    public Person Technician { get; }

    public int Port { get; }

    public ChildProcess Broker { get; }

    /// <summary>Names resolve to this machine.</summary>
    public static IPAddress[] Resolve(string name) => name == Domain ? [IPAddress.Loopback] : [];

    /// <summary>A new folder of its own.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder.FullName, $"{name}-{Guid.NewGuid():N}")).FullName;

    /// <summary>Makes keys and an account and starts the broker.</summary>
    public static async Task<Vendor> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-benchmarks-");
        var port = FreePort();
        var data = Path.Combine(folder.FullName, "broker");
        var setup = await VendorSetup.CreateAsync(
            new SetupRequest
            {
                DataFolder = data,
                Domain = Domain,
                Organisation = "Example Instruments",
                Port = port,
                RootKeyFile = Path.Combine(folder.FullName, "root.key.pem"),
                RootPassphrase = Secret(),
            },
            TimeProvider.System,
            cancellationToken);
        var technician = await Person.AddAsync(data, Account, "Tine Berg", "technician", TimeProvider.System);
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var course in (string[])["remote-support", "data-and-privacy"])
        {
            await Person.RunAsync("training", "record", Account, "--data", data, "--course", course, "--version", "1", "--trainer", "Maria Roth", "--date", today, "--score", "95", "--valid-days", "365");
        }

        var broker = ChildProcess.StartOwn("orchestrator-broker", "serve", "--data", data, "--listen", $"127.0.0.1:{port}");
        await broker.LineAsync("Listening on", cancellationToken);
        var vendor = new Vendor(folder, setup, technician, port, broker);
        await using var desk = await ConsoleRun.OpenAsync(vendor.Console(vendor.Folder("desk")), cancellationToken);
        await technician.ActivateAsync(desk, cancellationToken);
        await QuickAccounts.MorePaperAsync(data, technician, SignIns, cancellationToken);
        return vendor;
    }

    /// <summary>What a console of this vendor is made of.</summary>
    public ConsoleOptions Console(string folder) => new() { ConfigurationPath = Setup.ClientConfiguration, DataDirectory = folder, Resolve = Resolve };

    /// <summary>Lets a console sign the technician in.</summary>
    public Task ApproveAsync(KeyFingerprint console, CancellationToken cancellationToken) => QuickAccounts.ApproveForAllAsync(Setup.DataFolder, console, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
}
