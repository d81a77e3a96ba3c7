using Orchestrator.Audit.Diff;
using Orchestrator.Broker.Evidence;
using Orchestrator.Domain;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Runner.Demo;

namespace Orchestrator.EndToEnd.Secrets;

/// <summary>One demonstration that is over, with everything that it left on disk: vendor, instrument, console and output.</summary>
public sealed class FinishedDemo : IAsyncLifetime
{
    private DemoStage _stage = null!;

    /// <summary>The technician's password and the PIN, by name.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; private set; } = null!;

    /// <summary>All that vendor, instrument and console wrote.</summary>
    public string Work => _stage.Work;

    /// <summary>All that the demonstration wrote for its reader.</summary>
    public string Output { get; } = Directory.CreateTempSubdirectory("orchestrator-secrets-").FullName;

    /// <summary>What it printed.</summary>
    public string Said { get; private set; } = "";

    /// <summary>The session.</summary>
    public SessionNumber Session { get; private set; }

    /// <summary>The broker's data.</summary>
    public string BrokerData => _stage.Vendor.Setup.DataFolder;

    /// <summary>The log of the run at the instrument.</summary>
    public string RunFolder => Directory.GetDirectories(_stage.InstrumentLogs).Order(StringComparer.Ordinal).Last();

    /// <summary>What the instrument tells.</summary>
    public IReadOnlyList<StoryEvent> Own { get; private set; } = [];

    /// <summary>What the broker was told.</summary>
    public IReadOnlyList<StoryEvent> Claims { get; private set; } = [];

    /// <summary>What the broker saw.</summary>
    public ObservedSession Observed { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        using var said = new StringWriter();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var timeline = new Timeline(said, TimeProvider.System);
        _stage = await DemoStage.SetAsync(new DemoOptions(3, Output, null, Sabotage.None), attending: null, new Phone(), timeline, limit.Token);
        var story = new DemoStory(_stage, timeline);
        Assert.Null(await story.TellAsync(limit.Token));
        await _stage.QuickSupport.CloseAsync();
        await _stage.QuickSupport.Completion.WaitAsync(limit.Token);
        await _stage.Vendor.DisposeAsync();
        timeline.Save(Path.Combine(Output, "timeline.txt"));
        Said = said.ToString();
        Secrets = new Dictionary<string, string> { ["password"] = _stage.Vendor.Technician.Password.Reveal(), ["PIN"] = story.Pin };
        Session = story.Session!.Value;
        Own = InstrumentStory.Read(RunFolder);
        var broker = await BrokerEvidence.OpenAsync(BrokerData, limit.Token);
        Claims = await broker.ClaimsAsync(Session, limit.Token);
        Observed = broker.Observed(Session);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _stage.DisposeAsync();
        Directory.Delete(Output, recursive: true);
    }
}
