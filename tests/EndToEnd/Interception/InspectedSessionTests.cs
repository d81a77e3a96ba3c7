using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.EndToEnd.RealScreen;
using Orchestrator.EndToEnd.Secrets;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Technicians;
using Orchestrator.TestSupport.Network;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.EndToEnd.Interception;

/// <summary>
/// Both ends sit behind a proxy whose authority their computers trust and which keeps all that it reads. Allowed, the session works and the plaintext
/// holds nothing of it; refused, not one byte of HTTP was said.
/// </summary>
[Collection(VendorCollection.Name)]
[Trait("Requirement", "R-NET-10")]
public sealed class InspectedSessionTests(TestVendor vendor)
{
    private const int TileSide = 64;

    [SkippableFact]
    public async Task A_whole_session_passes_and_whoever_reads_inside_TLS_finds_none_of_it()
    {
        TestSupport.RealComponent.Require("convert");
        var folder = vendor.NewFolder("inspected");
        await using var proxy = new InspectingProxy(TestVendor.Domain, folder);
        var (sent, fetched) = (Marker("sent"), Marker("fetched"));
        var (chat, typed) = ($"chat {Marker("said")}", Marker("typed")[..12]);
        await using var instrument = await InstrumentProcess.StartAsync(vendor, proxy.Trust, "--site", Site(folder, $"proxy:\n  address: {proxy.Address}\n"));
        await File.WriteAllTextAsync(Path.Combine(instrument.Files, "fetched.log"), Text(fetched));
        var local = Path.Combine(folder, "sent.csv");
        await File.WriteAllTextAsync(local, Text(sent));
        var shot = Path.Combine(folder, "shot.png");
        var code = vendor.Code(TestVendor.Berg).Reveal();

        await using var console = await ConsoleProcess.ConnectAsync(
            vendor, instrument.Number, instrument.Pin,
            ["view 5", "control 5", $"shot {shot}", $"type {typed}", $"chat \"{chat}\"", $"send {local}", $"fetch fetched.log {Path.Combine(folder, "fetched.log")}", "end"],
            code: code, more: ["--proxy", proxy.Address], environment: proxy.Trust);
        var joined = await console.UntilAsync("joined");
        instrument.Hear(joined.GetProperty("sas").GetString()!);
        await console.StepAsync(2);
        AssertSockets(instrument.Id, proxy.Port);
        var (exit, said) = await console.EndAsync();

        Assert.True(exit == 0, said);
        Assert.Equal(Text(fetched), await File.ReadAllTextAsync(Path.Combine(folder, "fetched.log")));
        Assert.Equal(Text(sent), await File.ReadAllTextAsync(Path.Combine(instrument.Files, "sent.csv")));
        var captured = proxy.Captured.SelectMany(connection => connection.Plaintext()).ToList();
        AssertSearchWouldFind(captured);
        var found = new[] { TestVendor.Password, code, instrument.Pin, sent, fetched, chat, typed }
            .SelectMany(secret => captured.SelectMany(bytes => CanarySearch.Find(secret, bytes).Select(form => $"{secret}: {form}")));
        Assert.Empty(found);
        var tile = await TileAsync(shot);
        Assert.All(captured, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(tile)));
        await AssertRecordedAsync(instrument, "success", "configuration");
    }

    [Fact]
    public async Task Refused_by_the_site_file_nothing_is_said_inside_and_both_people_know_why()
    {
        var folder = vendor.NewFolder("inspected");
        await using var proxy = new InspectingProxy(TestVendor.Domain, folder);

        var ended = await InstrumentProcess.FailedAsync(vendor, proxy.Trust, "--site", Site(folder, $"proxy:\n  address: {proxy.Address}\ntls-interception: refuse\n"));

        var sentence = ended.GetProperty("sentence").GetString()!;
        Assert.Equal("NoBroker", ended.GetProperty("code").GetString());
        Plain.AssertSentence(sentence);
        Assert.Contains("“Site inspection CA”", sentence, StringComparison.Ordinal);
        Assert.Contains("Ask the IT department", sentence, StringComparison.Ordinal);
        Assert.All(proxy.Captured.SelectMany(connection => connection.Plaintext()), Assert.Empty);
        var record = Assert.Single(LogLines.Read(ended.GetProperty("log").GetString()!), one => one.GetProperty("event").GetString() == "run.tls-intercepted");
        Assert.Equal(("denied", "TLS_INTERCEPTED"), (record.GetProperty("change").GetProperty("outcome").GetString(), record.GetProperty("change").GetProperty("reason").GetString()));
        Assert.Equal("site-file", record.GetProperty("data").GetProperty("decidedBy").GetString());
    }

    [Fact]
    public async Task Refused_by_the_signed_configuration_the_console_says_no_password()
    {
        var folder = vendor.NewFolder("inspected");
        await using var proxy = new InspectingProxy(TestVendor.Domain, folder);
        var configuration = Path.Combine(folder, "client.orchestrator-config");
        await File.WriteAllBytesAsync(configuration, vendor.SignAgain(content => content with { OuterTls = new OuterTlsContent { Interception = "refuse" } }));

        await using var console = await ConsoleProcess.StartAsync(
            [TestVendor.Password, "123456"], proxy.Trust, "login", "--user", TestVendor.Berg, "--password-stdin", "--config", configuration, "--data", Path.Combine(folder, "console"), "--proxy", proxy.Address);
        var (exit, said) = await console.EndAsync();

        Assert.Equal((int)ExitCode.Unproven, exit);
        Assert.Contains("Site inspection CA", said, StringComparison.Ordinal);
        Assert.All(proxy.Captured.SelectMany(connection => connection.Plaintext()), Assert.Empty);
    }

    /// <summary>R-NET-2 and R-NET-3 while a session is open: nobody can reach the program, and it reached nobody but the proxy.</summary>
    private static void AssertSockets(int process, int proxy)
    {
        var id = $"{process}";
        Assert.Empty(ProcessSockets.Ports(id));
        Assert.NotEmpty(ProcessSockets.Peers(id));
        Assert.All(ProcessSockets.Peers(id), peer => Assert.Equal(proxy, peer.Port));
    }

    /// <summary>The capture is of both ends, holds what may be seen, and what is inside looks like nothing at all.</summary>
    private void AssertSearchWouldFind(List<byte[]> captured)
    {
        Assert.True(captured.Count >= 8, $"{captured.Count} directions");
        Assert.Contains(captured, bytes => CanarySearch.Find("GET /link/ws HTTP/1.1", bytes).Count > 0);
        var hash = ConfigurationLoader.Load(vendor.Setup.ClientConfiguration, null).Hash;
        Assert.Contains(captured, bytes => bytes.AsSpan().IndexOf(hash.Span) >= 0);
        var largest = captured.MaxBy(bytes => bytes.Length)!;
        Assert.True(largest.Length > 60_000, $"{largest.Length} bytes");
        using var packed = new MemoryStream();
        using (var packer = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            packer.Write(largest);
        }

        Assert.True(packed.Length > largest.Length * 0.95, $"{largest.Length} bytes were packed into {packed.Length}");
    }

    private static async Task AssertRecordedAsync(InstrumentProcess instrument, string outcome, string decidedBy)
    {
        var log = Directory.GetDirectories(instrument.Logs).Single();
        await LogLines.UntilAsync(log, record => record.GetProperty("event").GetString() == "session.ended", AttendedInstrument.Patience);
        var records = LogLines.Read(log);
        var told = Assert.Single(records, record => record.GetProperty("event").GetString() == "run.tls-intercepted");
        Assert.Equal(outcome, told.GetProperty("change").GetProperty("outcome").GetString());
        Assert.Equal((decidedBy, "CN=Site inspection CA"), (told.GetProperty("data").GetProperty("decidedBy").GetString(), told.GetProperty("data").GetProperty("issuer").GetString()));
        var started = records.Single(record => record.GetProperty("event").GetString() == "session.started");
        Assert.Equal("intercepted", started.GetProperty("where").GetProperty("tlsInterception").GetString());
    }

    /// <summary>One row of a tile in which something is drawn, as it would cross a wire without encryption.</summary>
    private static async Task<byte[]> TileAsync(string shot)
    {
        var picture = await Pictures.ReadAsync(shot);
        for (var at = 0; at + (TileSide * 4) <= picture.Length; at += TileSide * 4)
        {
            var row = picture.AsSpan(at, TileSide * 4);
            if (System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(row).ToArray().Distinct().Count() >= 2)
            {
                return row.ToArray();
            }
        }

        throw new InvalidOperationException("The picture shows nothing.");
    }

    private static string Marker(string what) => $"{what}{Convert.ToHexString(RandomNumberGenerator.GetBytes(12))}";

    private static string Text(string marker) => new StringBuilder().Insert(0, $"{marker};liquid;42\n", 800).ToString();

    private static string Site(string folder, string text)
    {
        var path = Path.Combine(folder, "site.yaml");
        File.WriteAllText(path, text);
        return path;
    }
}
