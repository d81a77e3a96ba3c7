using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.Webhook;

namespace Orchestrator.Samples.Tests.Audit;

public sealed class WebhookTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("webhook-");

    [Theory]
    [InlineData(200, true)]
    [InlineData(202, true)]
    [InlineData(301, false)]
    [InlineData(307, false)]
    [InlineData(409, false)]
    [InlineData(500, false)]
    [InlineData(null, false)]
    public async Task Only_a_2xx_is_a_yes_and_nothing_is_followed(int? answer, bool isTaken)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sink = await StartAsync(receiver);
        await sink.OpenAsync("log", default);
        receiver.Answer = answer;

        var problem = await Record.ExceptionAsync(async () => await sink.AppendAsync("log", Entries(0, 2), default));

        Assert.Equal(isTaken, problem is null);
        Assert.True(problem is null or IOException, $"{problem}");
        Assert.Equal(1, receiver.Requests);
        Assert.Equal(isTaken ? 2 : 0, await sink.OpenAsync("log", default));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task An_answer_that_got_lost_doubles_nothing_even_in_a_larger_batch()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using (var sink = await StartAsync(receiver))
        {
            await sink.OpenAsync("log", default);
            receiver.Answer = null;
            await Assert.ThrowsAsync<IOException>(async () => await sink.AppendAsync("log", Entries(0, 2), default));
        }

        receiver.Answer = 204;
        await using var again = await StartAsync(receiver);
        Assert.Equal(0, await again.OpenAsync("log", default));
        Assert.Equal(5, await again.AppendAsync("log", Entries(0, 5), default));
        Assert.Equal(Enumerable.Range(0, 5).Select(Line), receiver.Lines("log"));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_left_when_the_call_is_cancelled()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sink = await StartAsync(receiver);
        await sink.OpenAsync("log", default);
        receiver.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancel = new CancellationTokenSource();

        var appending = sink.AppendAsync("log", Entries(0, 1), cancel.Token).AsTask();
        await receiver.Arrived.Task.WaitAsync(Patience);
        Assert.False(appending.IsCompleted);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appending.WaitAsync(Patience));
        Assert.Equal(0, await sink.OpenAsync("log", default));
        receiver.Hold.SetResult();
    }

    [Theory]
    [InlineData("another name")]
    [InlineData("expired")]
    [InlineData("not yet")]
    [InlineData("the system's roots")]
    [InlineData("another root")]
    [Trait("Requirement", "R-NET-9")]
    public async Task A_receiver_that_cant_be_trusted_gets_nothing(string what)
    {
        await using var receiver = what switch
        {
            "another name" => await WebhookReceiver.StartAsync("elsewhere.example"),
            "expired" => await WebhookReceiver.StartAsync(validDays: 5, validFrom: -10),
            "not yet" => await WebhookReceiver.StartAsync(validFrom: 2),
            _ => await WebhookReceiver.StartAsync(),
        };
        await using var other = await WebhookReceiver.StartAsync();
        var roots = what switch { "the system's roots" => null, "another root" => other.RootsFile, _ => receiver.RootsFile };
        await using var sink = await StartAsync(receiver.Url, roots);
        await sink.OpenAsync("log", default);

        var problem = await Assert.ThrowsAsync<IOException>(async () => await sink.AppendAsync("log", Entries(0, 1), default));

        Assert.Contains("no certificate that this sink trusts", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/in", problem.Message, StringComparison.Ordinal);
        Assert.Equal(0, receiver.Requests);
    }

    [Fact]
    public async Task A_receiver_that_isnt_there_is_a_sentence()
    {
        string url;
        await using (var receiver = await WebhookReceiver.StartAsync())
            url = receiver.Url;
        await using var sink = await StartAsync(url, roots: null);
        await sink.OpenAsync("log", default);

        var problem = await Assert.ThrowsAsync<IOException>(async () => await sink.AppendAsync("log", Entries(0, 1), default));

        Assert.Contains("can't be reached", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_that_isnt_a_number_is_said_and_not_taken_for_0()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using (var sink = await StartAsync(receiver))
        {
            await sink.OpenAsync("log", default);
            await sink.AppendAsync("log", Entries(0, 3), default);
        }

        await File.WriteAllTextAsync(Directory.GetFiles(_folder.FullName, "*.next").Single(), "three\n");
        await using var again = await StartAsync(receiver);

        Assert.Contains("number of the next record", (await Assert.ThrowsAsync<IOException>(async () => await again.OpenAsync("log", default))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"url": "http://localhost/in"}""")]
    [InlineData("""{"url": "/in"}""")]
    [InlineData("""{"url": "https://user:secret@localhost/in"}""")]
    [InlineData("""{"url": 5}""")]
    [InlineData("""{"url": "https://localhost/in", "validate": false}""")]
    [InlineData("""{"url": "https://localhost/in", "url": "https://localhost/in"}""")]
    [InlineData("""{"url": "https://localhost/in", "rootsFile": null}""")]
    [InlineData("""{"url": "https://localhost/in", "rootsFile": "/no/such/file"}""")]
    public async Task Settings_that_do_not_fit_are_refused_by_a_sentence(string settings)
    {
        await using var sink = new WebhookAuditSink();

        var refusal = await Assert.ThrowsAsync<FormatException>(async () => await sink.StartAsync(Context(settings), default));

        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_disposal_nothing_is_sent()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sink = await StartAsync(receiver);
        await sink.OpenAsync("log", default);
        await sink.DisposeAsync();
        await sink.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await sink.AppendAsync("log", Entries(0, 1), default));
        Assert.Equal(0, receiver.Requests);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<WebhookAuditSink> StartAsync(WebhookReceiver receiver) => StartAsync(receiver.Url, receiver.RootsFile);

    private async Task<WebhookAuditSink> StartAsync(string url, string? roots)
    {
        var sink = new WebhookAuditSink();
        await sink.StartAsync(Context(roots is null ? $$"""{"url": "{{url}}"}""" : $$"""{"url": "{{url}}", "rootsFile": "{{roots}}"}"""), default);
        return sink;
    }

    private PluginContext Context(string settings) =>
        new() { DataDirectory = _folder.FullName, Settings = Encoding.UTF8.GetBytes(settings), Time = TimeProvider.System, Log = new QuietLog() };

    private static string Line(int sequence) => $"{{\"v\":1,\"seq\":{sequence}}}";

    private static ReadOnlyMemory<AuditEntry> Entries(int first, int count) =>
        Enumerable.Range(first, count).Select(i => new AuditEntry(i, Encoding.UTF8.GetBytes(Line(i)))).ToArray();
}
