using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.Webhook;
using Orchestrator.Plugins.Conformance.Audit;

namespace Orchestrator.Samples.Tests.Audit;

/// <summary>Against a real HTTPS server; what the specs look at is what that server has.</summary>
public sealed class WebhookConformance : AuditSinkConformance, IClassFixture<WebhookConformance.Server>
{
    private readonly WebhookReceiver _receiver;

    /// <summary>Each test finds a server that knows nothing.</summary>
    public WebhookConformance(Server server)
    {
        _receiver = server.Receiver;
        _receiver.Forget();
    }

    protected override IAuditSink Create() =>
        new SettledSink(new WebhookAuditSink(), Encoding.UTF8.GetBytes($$"""{"url": "{{_receiver.Url}}", "rootsFile": "{{_receiver.RootsFile}}"}"""));

    protected override Task<IReadOnlyList<string>> ReadLinesAsync(string logId) => Task.FromResult(_receiver.Lines(logId));

    protected override Task<IReadOnlyList<string>> ReadCheckpointsAsync(string logId) => Task.FromResult(_receiver.Checkpoints(logId));

    /// <summary>One server for all of them.</summary>
    public sealed class Server : IAsyncLifetime
    {
        internal WebhookReceiver Receiver { get; private set; } = null!;

        public async Task InitializeAsync() => Receiver = await WebhookReceiver.StartAsync();

        public async Task DisposeAsync() => await Receiver.DisposeAsync();
    }
}
