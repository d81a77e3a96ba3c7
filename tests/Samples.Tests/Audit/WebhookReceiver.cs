using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Samples.Tests.Audit;

/// <summary>A real HTTPS server that keeps records as the sink's headers tell it to: each once, by log and sequence number.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly Dictionary<string, List<string>> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _checkpoints = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly string _rootsFile = Path.GetTempFileName();
    private WebApplication _app = null!;

    /// <summary>What it answers, once it has kept the request; null: the connection is cut instead.</summary>
    public int? Answer { get; set; } = 204;

    /// <summary>When set, a request is kept and its answer waits for this.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>Completes when a request has arrived whole.</summary>
    public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>PEM of the only root that counts.</summary>
    public string RootsFile => _rootsFile;

    public string Url { get; private set; } = "";

    public static async Task<WebhookReceiver> StartAsync(string name = "localhost", int validDays = 30, int validFrom = -1)
    {
        var receiver = new WebhookReceiver();
        await File.WriteAllTextAsync(receiver._rootsFile, X509CertificateLoader.LoadCertificate(receiver._authority.Root.Span).ExportCertificatePem());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(receiver._authority.Issue([name], validFrom, validDays))));
        receiver._app = builder.Build();
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        var address = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        receiver.Url = $"https://localhost:{BindingAddress.Parse(address).Port}/in";
        return receiver;
    }

    /// <summary>Forgets every record, checkpoint and key.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _records.Clear();
            _checkpoints.Clear();
            _keys.Clear();
        }
    }

    public IReadOnlyList<string> Lines(string logId) => Copy(_records, logId);

    public IReadOnlyList<string> Checkpoints(string logId) => Copy(_checkpoints, logId);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _authority.Dispose();
        File.Delete(_rootsFile);
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        Requests++;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        lock (_gate)
            Keep(context.Request, Encoding.UTF8.GetString(body.ToArray()));
        Arrived.TrySetResult();
        if (Hold is not null)
            await Hold.Task;
        if (Answer is not { } status)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.Headers.Location = "https://localhost:1/elsewhere";
    }

    private void Keep(HttpRequest request, string body)
    {
        var log = Uri.UnescapeDataString(request.Headers["Orchestrator-Log"].Single()!);
        var key = request.Headers["Idempotency-Key"].Single()!;
        if (request.Headers["Orchestrator-Kind"] == "checkpoint")
        {
            if (_keys.Add(key))
                Of(_checkpoints, log).Add(body);
            return;
        }

        var first = int.Parse(request.Headers["Orchestrator-First"].Single()!, CultureInfo.InvariantCulture);
        var lines = body.Split('\n')[..^1];
        Assert.Equal(int.Parse(request.Headers["Orchestrator-Count"].Single()!, CultureInfo.InvariantCulture), lines.Length);
        Assert.InRange(first, 0, Of(_records, log).Count);
        Of(_records, log).AddRange(lines.Skip(_records[log].Count - first));
    }

    private string[] Copy(Dictionary<string, List<string>> all, string log)
    {
        lock (_gate)
            return [.. all.GetValueOrDefault(log) ?? []];
    }

    private static List<string> Of(Dictionary<string, List<string>> all, string log) => all.TryGetValue(log, out var list) ? list : all[log] = [];
}
