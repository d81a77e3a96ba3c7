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

    protected override ReadOnlyMemory<byte> Settings => Encoding.UTF8.GetBytes($$"""{"url": "{{_receiver.Url}}", "rootsFile": "{{_receiver.RootsFile}}"}""");

    protected override IEnumerable<string> BadSettings => ["{}", """{"url": "http://localhost/in"}""", """{"url": 5}"""];

    protected override IAuditSink Create() => new WebhookAuditSink();

    protected override Task<IAsyncDisposable?> BreakPlaceAsync() => Task.FromResult<IAsyncDisposable?>(new Outage(_receiver));

    protected override Task<IReadOnlyList<string>> ReadLinesAsync(string logId) => Task.FromResult(_receiver.Lines(logId));

    protected override Task<IReadOnlyList<string>> ReadCheckpointsAsync(string logId) => Task.FromResult(_receiver.Checkpoints(logId));

    /// <summary>The server says no, until disposal.</summary>
    private sealed class Outage : IAsyncDisposable
    {
        private readonly WebhookReceiver _receiver;

        public Outage(WebhookReceiver receiver)
        {
            _receiver = receiver;
            receiver.Answer = 503;
        }

        public ValueTask DisposeAsync()
        {
            _receiver.Answer = 204;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>One server for all of them.</summary>
    public sealed class Server : IAsyncLifetime
    {
        internal WebhookReceiver Receiver { get; private set; } = null!;

        public async Task InitializeAsync() => Receiver = await WebhookReceiver.StartAsync();

        public async Task DisposeAsync() => await Receiver.DisposeAsync();
    }
}
