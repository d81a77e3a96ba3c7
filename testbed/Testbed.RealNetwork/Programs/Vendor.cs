using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Broker.Setup;
using Orchestrator.Protocol;
using Orchestrator.Technicians;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.RealNetwork.Processes;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Technician;

namespace Orchestrator.Testbed.RealNetwork.Programs;

/// <summary>
/// The vendor of a run, on a computer of its own: the shipped broker on port 443, and a technician with the shipped console. Set up once for all
/// scenarios, the way a vendor does it.
/// </summary>
internal sealed class Vendor : IAsyncDisposable
{
    private const string Account = "t.berg";

    /// <summary>Recovery codes: more sign-ins than scenarios, without waiting for the authenticator's next code.</summary>
    private const int SignIns = 400;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Warden _warden;
    private readonly HeldProcess _broker;
    private readonly SetupResult _setup;
    private readonly Person _technician;
    private readonly string _consoleData;

    private Vendor(Warden warden, Computer computer, HeldProcess broker, SetupResult setup, Person technician, string consoleData)
    {
        _warden = warden;
        Computer = computer;
        _broker = broker;
        _setup = setup;
        _technician = technician;
        _consoleData = consoleData;
    }

    /// <summary>Where broker and console run.</summary>
    public Computer Computer { get; }

    /// <summary>The configuration that goes with every program.</summary>
    public string Configuration => _setup.ClientConfiguration;

    /// <summary>The broker's log.</summary>
    public string Log => Path.Combine(_setup.DataFolder, "log");

    /// <summary>What the broker wrote last.</summary>
    public string BrokerSaid => _broker.Said;

    /// <summary>Makes the vendor and serves.</summary>
    public static async Task<Vendor> StartAsync(string folder, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTime);
        var warden = await Warden.StartAsync(limit.Token).ConfigureAwait(false);
        try
        {
            var computer = await warden.AddAsync("vendor", folder, limit.Token).ConfigureAwait(false);
            string[] addresses = [SiteNames.BrokerV4.ToString(), SiteNames.BrokerV6.ToString()];
            await Cable.BatchAsync(computer, [Cable.Address($"{addresses[0]}/32", "lo"), Cable.Address($"{addresses[1]}/128", "lo")], limit.Token).ConfigureAwait(false);
            computer.Etc.SetHosts([(SiteNames.Broker, addresses)]);

            var setup = await VendorSetup.CreateAsync(Request(folder), TimeProvider.System, limit.Token).ConfigureAwait(false);
            var technician = await TrainAsync(setup.DataFolder).ConfigureAwait(false);
            var broker = computer.Start("broker", ProgramPaths.Broker, ["serve", "--data", setup.DataFolder, "--listen", $"[::]:{SiteNames.Port(HostRole.Broker)}"]);
            var vendor = new Vendor(warden, computer, broker, setup, technician, Path.Combine(folder, "console"));
            await vendor.EnrolAsync(limit.Token).ConfigureAwait(false);
            return vendor;
        }
        catch
        {
            await warden.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The technician joins a session and works through a script.</summary>
    public async Task<ConsoleProgram> ConnectAsync(string number, string pin, string script, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "connect", number, "--pin", pin, "--reason", "liquid not detected", "--user", Account, "--password-stdin", "--json", "--force", "--do", script,
            "--config", Configuration, "--data", _consoleData,
        ];
        return await ConsoleProgram.StartAsync(Computer, arguments, [_technician.Password.Reveal(), _technician.Authenticator.Next().Reveal()], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _broker.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _broker.DisposeAsync().ConfigureAwait(false);
        await _warden.DisposeAsync().ConfigureAwait(false);
    }

    private static SetupRequest Request(string folder) => new()
    {
        DataFolder = Path.Combine(folder, "broker"),
        Domain = SiteNames.Broker,
        Organisation = "Example Instruments",
        Port = SiteNames.Port(HostRole.Broker),
        RootKeyFile = Path.Combine(folder, "root.key.pem"),
        RootPassphrase = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)),
    };

    private static async Task<Person> TrainAsync(string data)
    {
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var technician = await Person.AddAsync(data, Account, "Tine Berg", "technician", TimeProvider.System).ConfigureAwait(false);
        foreach (var course in new[] { "remote-support", "data-and-privacy" })
        {
            await Person.RunAsync(
                "training", "record", Account, "--data", data, "--course", course, "--version", "1", "--trainer", "Maria Roth", "--date", today, "--score", "95", "--valid-days", "365").ConfigureAwait(false);
        }

        return technician;
    }

    /// <summary>Waits for the broker; the technician activates the account from the console, which is then approved.</summary>
    private async Task EnrolAsync(CancellationToken cancellationToken)
    {
        var first = await _broker.Output.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        while (first is not null && !first.StartsWith("Listening on", StringComparison.Ordinal))
        {
            first = await _broker.Output.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }

        if (first is null)
        {
            await _broker.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            throw new WorldException($"The broker didn't start: {BrokerSaid}");
        }

        // What it logs must be taken from it.
        _ = _broker.Output.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        await using var console = await ConsoleProgram.StartAsync(
            Computer,
            ["activate", "--stdin", "--json", "--user", Account, "--config", Configuration, "--data", _consoleData],
            [_technician.SetupCode, _technician.Password.Reveal()],
            cancellationToken).ConfigureAwait(false);
        var offered = await SaysAsync(console, "activation-offered", cancellationToken).ConfigureAwait(false);
        _technician.Authenticator.Scan(offered.Text("secret"));
        await console.SayAsync(_technician.Authenticator.Next().Reveal(), cancellationToken).ConfigureAwait(false);
        var activated = await SaysAsync(console, "activated", cancellationToken).ConfigureAwait(false);
        _technician.Authenticator.Keep(activated.GetProperty("recoveryCodes").EnumerateArray().Select(code => new SecretText(code.GetString()!)));
        await _technician.ApproveAsync(activated.Text("console")).ConfigureAwait(false);
        await QuickAccounts.MorePaperAsync(_setup.DataFolder, _technician, SignIns, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<JsonElement> SaysAsync(ConsoleProgram console, string type, CancellationToken cancellationToken)
    {
        while (await console.NextAsync(cancellationToken).ConfigureAwait(false) is { } said)
        {
            if (said.Text("type") == type)
            {
                return said;
            }
        }

        await console.EndAsync(cancellationToken).ConfigureAwait(false);
        throw new WorldException($"The console ended before {type}: {console.Said}");
    }
}
