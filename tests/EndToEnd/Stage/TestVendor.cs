using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Setup;
using Orchestrator.Domain;
using Orchestrator.Links.Dialing;
using Orchestrator.PluginFolders;
using Orchestrator.Protocol;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Runner.Demo;
using Orchestrator.Testbed.Technician;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>A vendor that serves on the loopback interface for many tests: some technicians, and waits that a test can afford.</summary>
public sealed class TestVendor : IAsyncLifetime
{
    /// <summary>Every computer knows this name without being told, so that programs run as they are shipped.</summary>
    public const string Domain = "localhost";

    /// <summary>Seconds until a lost link ends a session.</summary>
    public const int GraceSeconds = 3;

    /// <summary>Seconds until an unanswered prompt means no.</summary>
    public const int PromptSeconds = 3;

    /// <summary>Trained.</summary>
    public const string Berg = "t.berg";

    /// <summary>Trained, too.</summary>
    public const string Lindt = "p.lindt";

    /// <summary>His training ran out.</summary>
    public const string Alt = "e.alt";

    /// <summary>Trained; somebody guesses this one's password.</summary>
    public const string Guessed = "g.guess";

    /// <summary>Trained; signs in, and forgets the password.</summary>
    public const string Signed = "s.sign";

    /// <summary>Trained; the console of this one is killed.</summary>
    public const string Killed = "k.kell";

    /// <summary>A supervisor, trained.</summary>
    public const string Lead = "s.lead";

    /// <summary>Of all of them.</summary>
    public const string Password = "an entirely unremarkable pass phrase";

    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Recovery codes for each person: more sign-ins than all these tests need, without waiting for the authenticator's next code.</summary>
    private const int SignIns = 300;

    private const string Passphrase = "only for these tests, of no worth";
    private readonly Dictionary<string, Person> _people = [];
    private BrokerHost? _host;
    private int _newcomers;

    /// <summary>Everything lies below it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("orchestrator-vendor-").FullName;

    /// <summary>Plugins that its broker has beside those that are compiled in; null: none.</summary>
    public PluginFolderOptions? Plugins { get; init; }

    /// <summary>Plugins that its technicians' consoles have beside those that are compiled in; null: none.</summary>
    public PluginFolderOptions? ConsolePlugins { get; init; }

    /// <summary>An audit sink without which nothing counts there; null: none.</summary>
    public string? RequiredSink { get; init; }

    /// <summary>Seconds until a lost link ends a session.</summary>
    public int Grace { get; init; } = GraceSeconds;

    /// <summary>Where its records lie.</summary>
    public string LogFolder => Path.Combine(Setup.DataFolder, "log");

    /// <summary>Where what lies.</summary>
    public SetupResult Setup { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var port = FreePort();
        Setup = await VendorSetup.CreateAsync(
            new SetupRequest
            {
                DataFolder = Path.Combine(Folder, "broker"),
                Domain = Domain,
                Organisation = "Example Instruments",
                Port = port,
                RootKeyFile = Path.Combine(Folder, "root.key.pem"),
                RootPassphrase = Passphrase,
            },
            TimeProvider.System,
            CancellationToken.None);
        ShortenWaits();
        if (RequiredSink is { } sink)
        {
            await SetAsync("auditSinks", new JsonArray(new JsonObject { ["plugin"] = sink, ["required"] = true }));
        }

        await AddAsync(Berg, "Tine Berg", DateTimeOffset.UtcNow, 365);
        await AddAsync(Lindt, "Paul Lindt", DateTimeOffset.UtcNow, 365);
        await AddAsync(Alt, "Eva Alt", DateTimeOffset.UtcNow.AddDays(-40), 30);
        await AddAsync(Guessed, "Gero Guess", DateTimeOffset.UtcNow, 365);
        await AddAsync(Signed, "Sina Sign", DateTimeOffset.UtcNow, 365);
        await AddAsync(Killed, "Karl Kell", DateTimeOffset.UtcNow, 365);
        await AddAsync(Lead, "Sara Lead", DateTimeOffset.UtcNow, 365, "supervisor");
        await ServeAsync();
        await using var desk = await ConsoleRun.OpenAsync(Console("desk"));
        foreach (var person in _people.Values)
        {
            await person.ActivateAsync(desk, CancellationToken.None);
            await QuickAccounts.MorePaperAsync(Setup.DataFolder, person, SignIns, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The broker stops and signs its log.</summary>
    public async Task StopAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            await host.DisposeAsync();
        }
    }

    /// <summary>An empty folder of its own.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, $"{name}-{Guid.NewGuid():N}")).FullName;

    /// <summary>A console of its own key, approved for everybody.</summary>
    public async Task<ConsoleRun> OpenConsoleAsync(string name = "console")
    {
        var console = await ConsoleRun.OpenAsync(Console(name));
        await ApproveAsync(console.Key);
        return console;
    }

    /// <summary>The same, over a network of the test's own.</summary>
    public async Task<ConsoleRun> OpenConsoleAsync(INetwork network, string name = "console")
    {
        var console = await ConsoleRun.OpenAsync(Console(name) with { Network = network });
        await ApproveAsync(console.Key);
        return console;
    }

    /// <summary>A console of its own key that nobody has approved.</summary>
    public Task<ConsoleRun> OpenOwnConsoleAsync(string name) => ConsoleRun.OpenAsync(Console(name));

    /// <summary>Lets a console sign in everybody who has an account.</summary>
    public Task ApproveAsync(KeyFingerprint console) => QuickAccounts.ApproveForAllAsync(Setup.DataFolder, console, CancellationToken.None);

    /// <summary>A code of a person's that wasn't used before; any digits for a stranger.</summary>
    public SecretText Code(string account) => _people.TryGetValue(account, out var person) ? person.Authenticator.Next() : new SecretText("123456");

    /// <summary>Signs a person in.</summary>
    public Task<SignedInAs> SignInAsync(ConsoleRun console, string account, string password = Password) => console.SignInAsync(account, new SecretText(password), Code(account));

    /// <summary>The wish to join a session.</summary>
    public ConnectRequest Wish(string number, string pin, string account = Berg, string password = Password)
    {
        Assert.True(SessionNumber.TryParse(number, out var session));
        return new ConnectRequest(session, new SecretText(pin), "liquid not detected", account, new SecretText(password), Code(account));
    }

    /// <summary>Event codes of the broker's own records of a session, as far as they are written.</summary>
    public IReadOnlyList<string> Observed(string session) =>
        [.. LogLines.Read(LogFolder).Where(record => IsOf(record, session)).Select(record => record.GetProperty("event").GetString()!)];

    /// <summary>The own fields of the broker's records of one kind of a session.</summary>
    public IReadOnlyList<JsonElement> Observations(string session, string code) =>
        [.. LogLines.Read(LogFolder).Where(record => IsOf(record, session) && record.GetProperty("event").GetString() == code).Select(record => record.GetProperty("data"))];

    /// <summary>Own fields of the broker's records of programs that got no session.</summary>
    public IReadOnlyList<JsonElement> Refused =>
        [.. LogLines.Read(LogFolder).Where(record => record.GetProperty("event").GetString() == BrokerEventCodes.RegistrationRefused).Select(record => record.GetProperty("data"))];

    /// <summary>Waits until the broker wrote a record of a session.</summary>
    public Task UntilObservedAsync(string session, string code, TimeSpan within) =>
        LogLines.UntilAsync(LogFolder, record => IsOf(record, session) && record.GetProperty("event").GetString() == code, within);

    /// <summary>A new account, for whoever has its setup code.</summary>
    public async Task<string> SetupCodeAsync(string account)
    {
        var said = await Person.RunAsync("account", "add", account, "--data", Setup.DataFolder, "--printed-name", "Somebody", "--role", "technician", "--json");
        return JsonDocument.Parse(said).RootElement.GetProperty("setupCode").GetString()!;
    }

    /// <summary>Somebody new, for tests that take something away: trained, and enrolled at this console alone.</summary>
    public async Task<Person> NewTechnicianAsync(ConsoleRun console)
    {
        var name = $"n.new{Interlocked.Increment(ref _newcomers)}";
        await AddAsync(name, "Nora New", DateTimeOffset.UtcNow, 365);
        await _people[name].ActivateAsync(console, CancellationToken.None);
        await _people[name].ApproveAsync(console.Digits);
        await QuickAccounts.MorePaperAsync(Setup.DataFolder, _people[name], 10, CancellationToken.None);
        return _people[name];
    }

    private static bool IsOf(JsonElement record, string session) => record.TryGetProperty("session", out var value) && value.GetString() == session;

    /// <summary>The vendor's configuration with something else in it, signed again by the root.</summary>
    public byte[] SignAgain(Func<ConfigurationContent, ConfigurationContent> change) => SignAgain(Setup, Passphrase, change);

    /// <summary>The same for any vendor.</summary>
    public static byte[] SignAgain(SetupResult setup, string passphrase, Func<ConfigurationContent, ConfigurationContent> change)
    {
        var text = File.ReadAllText(setup.ClientConfiguration);
        var json = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..text.LastIndexOf("\nsignature: ", StringComparison.Ordinal)];
        using var root = PrivateKeyFile.Decrypt(File.ReadAllText(setup.RootKeyFile), passphrase);
        return ConfigurationFile.Sign(change(JsonSerializer.Deserialize<ConfigurationContent>(json, CamelCase)!), root);
    }

    /// <summary>The broker stops, takes other settings for the instruments' programs, and serves again.</summary>
    public async Task ServeWithAsync(InstrumentSettings instruments)
    {
        await StopAsync();
        await SetAsync("instruments", JsonSerializer.SerializeToNode(instruments, CamelCase)!);
        await ServeAsync();
    }

    /// <summary>The broker stops, gets another policy, signed by the root, and serves again.</summary>
    public async Task ServeUnderAsync(string policy)
    {
        await StopAsync();
        var folder = NewFolder("policy");
        await File.WriteAllTextAsync(Path.Combine(folder, "policy.yaml"), policy);
        await File.WriteAllTextAsync(Path.Combine(folder, "passphrase"), Passphrase + "\n");
        var signed = Path.Combine(folder, "policy.orchestrator-policy");
        await Person.RunAsync("policy", "sign", Path.Combine(folder, "policy.yaml"), "--root-key", Setup.RootKeyFile, "--root-passphrase-file", Path.Combine(folder, "passphrase"), "--out", signed);
        await Person.RunAsync("policy", "install", signed, "--data", Setup.DataFolder);
        await ServeAsync();
    }

    /// <summary>A broker that was stopped serves again, with what lies in its folder now.</summary>
    public Task ServeAgainAsync() => ServeAsync();

    /// <summary>All records of the broker about a session, as far as they are written.</summary>
    public IReadOnlyList<JsonElement> Records(string session) => [.. LogLines.Read(LogFolder).Where(record => IsOf(record, session))];

    /// <summary>What proves a person once.</summary>
    public PersonProof Proof(string account) => new(account, new SecretText(Password), Code(account));

    private async Task SetAsync(string name, JsonNode value)
    {
        var file = Path.Combine(Setup.DataFolder, "broker.json");
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        settings[name] = value;
        await File.WriteAllTextAsync(file, settings.ToJsonString());
    }

    private async Task ServeAsync() => _host = await BrokerHost.StartAsync(
        new BrokerOptions
        {
            DataFolder = Setup.DataFolder,
            Listen = new IPEndPoint(IPAddress.Loopback, ConfigurationLoader.Load(Setup.ClientConfiguration, null).Port),
            PluginFolder = Plugins,
        },
        CancellationToken.None);

    /// <summary>Policy with shorter waits.</summary>
    private void ShortenWaits() => File.WriteAllBytes(Setup.ClientConfiguration, SignAgain(content => content with
    {
        Policy = new PolicyContent
        {
            MaxMinutes = content.Policy.MaxMinutes,
            Sas = content.Policy.Sas,
            PresenceMinutes = content.Policy.PresenceMinutes,
            GraceSeconds = Grace,
            PromptSeconds = PromptSeconds,
            MaxFileBytes = content.Policy.MaxFileBytes,
        },
    }));

    private async Task AddAsync(string account, string name, DateTimeOffset trained, int days, string role = "technician")
    {
        _people.Add(account, await Person.AddAsync(Setup.DataFolder, account, name, role, TimeProvider.System, Password));
        foreach (var course in new[] { "remote-support", "data-and-privacy" })
        {
            await Person.RunAsync("training", "record", account, "--data", Setup.DataFolder, "--course", course, "--version", "1", "--trainer", "Maria Roth", "--date", trained.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--score", "95", "--valid-days", $"{days}");
        }
    }

    private ConsoleOptions Console(string name) => new()
    {
        ConfigurationPath = Setup.ClientConfiguration,
        DataDirectory = Path.Combine(Folder, name),
        Resolve = DemoVendor.Resolve,
        PluginFolder = ConsolePlugins,
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
