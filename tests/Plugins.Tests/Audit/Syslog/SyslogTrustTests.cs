using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Plugins.Tests.Audit.Syslog;

/// <summary>Records go to the receiver that the settings name, inside TLS, and to nobody else.</summary>
public sealed class SyslogTrustTests : IAsyncLifetime
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly SyslogBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _bench.DisposeAsync();

    [SkippableFact]
    public async Task A_receiver_under_another_root_gets_nothing()
    {
        await _bench.StartAsync();
        using var stranger = new TestAuthority("Stranger");
        using var roots = new TemporaryFile(new string(PemEncoding.Write("CERTIFICATE", stranger.Root.Span)));

        await RefusedAsync("its certificate isn't trusted", ("rootsFile", roots.Path));
        await RefusedAsync("its certificate isn't trusted", ("rootsFile", null));
    }

    [SkippableFact]
    public async Task A_receiver_of_another_name_gets_nothing()
    {
        await _bench.StartAsync();

        await RefusedAsync("its certificate is for another name than localhost", ("host", "localhost"));
    }

    [SkippableFact]
    public async Task A_receiver_with_an_expired_certificate_gets_nothing()
    {
        await _bench.StartAsync();
        using var expired = _bench.Authority.Issue(["127.0.0.1"], from: -30, days: 10);
        await _bench.Server.RestartAsync(expired);
        await using var sink = await _bench.SinkAsync(_bench.Settings());
        await sink.OpenAsync("log", default);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await sink.AppendAsync("log", Entry, default));

        Assert.Contains("its certificate has expired", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Server.Received());
    }

    [SkippableFact]
    public async Task A_receiver_that_asks_for_a_certificate_gets_ours()
    {
        await _bench.StartAsync(asksForCertificate: true);
        using var certificate = _bench.Authority.Issue(["broker"], usage: ClientAuthentication);
        using var key = certificate.GetECDsaPrivateKey()!;
        using var file = new TemporaryFile($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        await using var sink = await _bench.SinkAsync(_bench.Settings(("clientCertificateFile", file.Path)));

        var test = await sink.TestAsync(default);

        Assert.True(test.Passed, test.Sentence);
        await sink.OpenAsync("log", default);
        Assert.Equal(1, await sink.AppendAsync("log", Entry, default));
    }

    [SkippableFact]
    public async Task A_receiver_that_asks_for_a_certificate_takes_nothing_without_one_and_nothing_is_confirmed()
    {
        await _bench.StartAsync(asksForCertificate: true);
        await using var sink = await _bench.SinkAsync(_bench.Settings());
        await sink.OpenAsync("log", default);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await sink.AppendAsync("log", Entry, default));

        Assert.Equal(0, await sink.OpenAsync("log", default));
        Assert.Empty(_bench.Server.Received());
    }

    [SkippableFact]
    public async Task The_self_test_proves_the_receiver_and_sends_nothing()
    {
        await _bench.StartAsync();
        await using var sink = await _bench.SinkAsync(_bench.Settings());

        var result = await sink.TestAsync(default);

        Assert.True(result.Passed, result.Sentence);
        Assert.Empty(await _bench.ReceivedAsync());
    }

    private static AuditEntry[] Entry => [new AuditEntry(0, "{}"u8.ToArray())];

    private async Task RefusedAsync(string sentence, params (string, object?)[] changes)
    {
        await using var sink = await _bench.SinkAsync(_bench.Settings(changes));
        await sink.OpenAsync("log", default);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await sink.AppendAsync("log", Entry, default));
        var test = await sink.TestAsync(default);

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
        Assert.False(test.Passed);
        Assert.Contains(sentence, test.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, await sink.OpenAsync("log", default));
        Assert.Empty(_bench.Server.Received());
    }
}
