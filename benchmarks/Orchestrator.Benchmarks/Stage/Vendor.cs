using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Broker.Commands;
using Orchestrator.Broker.Setup;

namespace Orchestrator.Benchmarks.Stage;

/// <summary>A vendor with one trained technician, whose broker is the real program in a process of its own, on the loopback interface.</summary>
internal sealed class Vendor : IAsyncDisposable
{
    /// <summary>A name that every machine resolves to itself, so that the shipped programs find the broker without help.</summary>
    public const string Domain = "localhost";

    public const string Account = "t.berg";

    private readonly DirectoryInfo _folder;

    private Vendor(DirectoryInfo folder, SetupResult setup, string password, int port, ChildProcess broker) =>
        (_folder, Setup, Password, Port, Broker) = (folder, setup, password, port, broker);

    public SetupResult Setup { get; }

    public string Password { get; }

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
        var password = Secret();
        await AdministerAsync(["account", "add", Account, "--data", data, "--printed-name", "Tine Berg", "--role", "technician", "--password-stdin"], password + "\n");
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var course in (string[])["remote-support", "data-and-privacy"])
        {
            await AdministerAsync(["training", "record", Account, "--data", data, "--course", course, "--version", "1", "--trainer", "Maria Roth", "--date", today, "--score", "95", "--valid-days", "365"], "");
        }

        var broker = ChildProcess.StartOwn("orchestrator-broker", "serve", "--data", data, "--listen", $"127.0.0.1:{port}");
        await broker.LineAsync("Listening on", cancellationToken);
        return new Vendor(folder, setup, password, port, broker);
    }

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

    private static async Task AdministerAsync(string[] args, string input)
    {
        using var said = new StringWriter();
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(input));
        if (await BrokerProgram.RunAsync(args, said, said, stdin) != 0)
        {
            throw new BenchmarkException($"orchestrator-broker {args[0]} {args[1]} failed: {said.ToString().Trim()}");
        }
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
}
