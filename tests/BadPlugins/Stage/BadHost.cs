using System.Collections.Concurrent;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.BadPlugins;

/// <summary>A program with a plugin folder, in which a good plugin serves; bad ones come beside it.</summary>
internal sealed class BadHost : IAsyncDisposable
{
    private const string Good = "test.good";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<PluginEvent> events = new();
    private readonly PluginEventRelay relay = new();
    private readonly List<string> told = [];

    private BadHost()
    {
        relay.Listen(events.Enqueue);
        Slots = new PluginSlots(new PluginSlotsOptions
        {
            Catalog = () => PluginCatalog.Read(PluginHostKind.Broker, Folder.Source),
            Time = Time,
            Events = relay,
            Log = _ => Log,
            SettingsCheck = JsonSchemaCheck.Instance,
        });
    }

    /// <summary>The plugin folder.</summary>
    public TestPluginFolder Folder { get; } = new();

    /// <summary>The system's clock, with a button to jump.</summary>
    public JumpingTime Time { get; } = new();

    /// <summary>What the plugins wrote.</summary>
    public KeptLog Log { get; } = new();

    /// <summary>The plugins of the program.</summary>
    public PluginSlots Slots { get; }

    /// <summary>What whoever used the bad plugin was told.</summary>
    public IReadOnlyList<string> Told => told;

    /// <summary>How often the good plugin served.</summary>
    public int GoodAnswers { get; private set; }

    /// <summary>Starts the program.</summary>
    public static async Task<BadHost> StartAsync()
    {
        var host = new BadHost();
        host.Folder.Install("Good");
        Assert.True((await host.ActivateAsync(Good)).Done);
        await host.GoodServesAsync();
        return host;
    }

    /// <summary>As a person at the program would.</summary>
    public Task<PluginOutcome> ActivateAsync(string id, Version? version = null, string settings = "") =>
        Slots.ActivateAsync(id, version, Encoding.UTF8.GetBytes(settings), CancellationToken.None).WaitAsync(Patience);

    /// <summary>The good plugin answers some calls, each as it should.</summary>
    public async Task GoodServesAsync()
    {
        var connector = Slots.Proxies().Single(proxy => proxy.Schemes.Contains("good"));
        for (var call = 0; call < 10; call++)
        {
            var result = await connector.ConnectAsync(new ProxyTarget("broker.vendor.test", 443), null!, null!, default).AsTask().WaitAsync(Patience);
            Assert.Equal("GOOD", result.Failure?.Code);
            GoodAnswers++;
        }
    }

    /// <summary>Calls the bad plugin, lets the good one serve meanwhile, and keeps what the caller was told.</summary>
    public async Task AskAsync(Func<Task> call)
    {
        var asking = Task.Run(call);
        await GoodServesAsync();
        try
        {
            await asking.WaitAsync(Patience);
        }
        catch (PluginFaultException fault)
        {
            told.Add(fault.Message);
        }
    }

    /// <summary>Somebody was told something by another way.</summary>
    public void Note(string sentence) => told.Add(sentence);

    /// <summary>No new channels, and everything of it closed.</summary>
    public async Task LetGoAsync(string id)
    {
        await Slots.DrainAsync(id).WaitAsync(Patience);
        await Slots.UnloadAsync(id).WaitAsync(Patience);
        await Slots.WhenClosedAsync().WaitAsync(Patience);
    }

    /// <summary>What has become of its newest generation.</summary>
    public string StatusOf(string id) => Slots.List().Last(row => row.Plugin == id).Status.ToString();

    /// <summary>Why it isn't used, as programs see it.</summary>
    public string RefusedStatus(PluginOutcome outcome) => $"Refused ({outcome.Refusal?.Reason.ToString() ?? "no reason"})";

    /// <summary>What happened to it that isn't the ordinary course.</summary>
    public IReadOnlyList<string> Sentences(string id) =>
    [
        .. events
            .Where(happened => happened.Plugin == id && happened.Kind is not (PluginEventKind.Activated or PluginEventKind.Drained or PluginEventKind.Unloaded))
            .Select(happened => happened.Sentence),
    ];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Slots.DisposeAsync().AsTask().WaitAsync(Patience);
        Folder.Dispose();
    }
}
