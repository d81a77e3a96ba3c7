using System.Text;
using System.Text.Json;
using Orchestrator.Broker.Journal;
using Orchestrator.EndToEnd.Evidence;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.SiteFiles;
using Orchestrator.Witnesses;

namespace Orchestrator.EndToEnd.Witnessing;

/// <summary>A real broker, real instruments and the customer's real witness, over real links.</summary>
public sealed class WitnessTests : IAsyncLifetime
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(40);

    private readonly TestVendor _vendor = new();

    public Task InitializeAsync() => _vendor.InitializeAsync();

    public Task DisposeAsync() => _vendor.DisposeAsync();

    [Fact]
    [Trait("Requirement", "R-AUD-6")]
    [Trait("Requirement", "R-AUD-9")]
    [Trait("Requirement", "R-AUD-16")]
    public async Task A_witness_cosigns_the_brokers_log_and_each_run_of_its_site_and_nothing_that_the_vendor_made_up()
    {
        await using var witness = await RunningWitness.CreateAsync(_vendor, "lab");
        witness.Start();
        await witness.UntilWarnedAsync("WITNESS_UNKNOWN");
        Assert.Equal(ExitCode.Success, await witness.StopAsync());
        await witness.EnrolAsync();
        witness.Start();
        await UntilAsync("witness.cosigned", record => Origin(record) == $"{TestVendor.Domain}/broker");

        // A run of the site: its START and its END.
        string number;
        await using (var instrument = await AttendedInstrument.StartAsync(_vendor, compose: options => options with { Site = SiteFile.None with { Witness = witness.Site } }))
        {
            number = instrument.Number;
            await UntilAsync("witness.cosigned", record => Session(record) == number);
            var records = await instrument.CloseAndReadAsync();
            Assert.Equal(witness.VerifierKey, records[0].GetProperty("data").GetProperty("witness").GetString());
            var end = records.ToList().FindIndex(record => Code(record) == "session.ended");
            Assert.True(end > 0, string.Join(", ", records.Select(Code)));

            // Over its END and nothing behind it: the very checkpoint that the broker names as the last.
            await UntilAsync("witness.cosigned", record => Session(record) == number && Size(record) == end + 1);
            await UntilAsync("relay.session-ended", record => Session(record) == number && record.GetProperty("data").GetProperty("records").GetInt64() == end + 1);
            AssertNowhere(witness.Secret, instrument.Run.LogDirectory);
        }

        // A run that doesn't know the site's secret, as the vendor could make one up with all its keys.
        await using (var foreign = await AttendedInstrument.StartAsync(_vendor))
        {
            await UntilAsync("witness.refused", record => Session(record) == foreign.Number);
            var refused = LogLines.Read(_vendor.LogFolder).First(record => Code(record) == "witness.refused" && Session(record) == foreign.Number);
            Assert.Equal(403, refused.GetProperty("data").GetProperty("status").GetInt32());
            await foreign.CloseAndReadAsync();
        }

        // The broker's own log isn't made longer by being cosigned: one record for it, whatever came since.
        Assert.Single(LogLines.Read(_vendor.LogFolder), record => Code(record) == "witness.cosigned" && Origin(record) == $"{TestVendor.Domain}/broker");
        await witness.RemoveAsync();
        await witness.UntilWarnedAsync("was lost");
        Assert.Equal(ExitCode.Success, await witness.StopAsync());
        await _vendor.StopAsync();
        AssertNowhere(witness.Secret, _vendor.Setup.DataFolder);
        Assert.DoesNotContain(witness.Secret, witness.Said, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-6")]
    [Trait("Requirement", "R-AUD-7")]
    [Trait("Requirement", "R-AUD-8")]
    public async Task A_rewrite_by_whoever_holds_disk_and_keys_is_caught_by_the_instruments_checkpoints_and_by_the_witness()
    {
        await using var witness = await RunningWitness.CreateAsync(_vendor, "lab");
        await witness.EnrolAsync();
        witness.Start();
        IReadOnlyList<JsonElement> records;
        await using (var instrument = await AttendedInstrument.StartAsync(_vendor, compose: options => options with { Site = SiteFile.None with { Witness = witness.Site } }))
        {
            await UntilAsync("witness.cosigned", record => Origin(record) == $"{TestVendor.Domain}/broker");
            records = await instrument.CloseAndReadAsync();
            await _vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.SessionEnded, Within);
        }

        await _vendor.StopAsync();
        var before = new DirectoryInfo(_vendor.NewFolder("backup"));
        Copy(new DirectoryInfo(_vendor.LogFolder), before);

        // Somebody's name is taken out of the record of an account, and everything is signed again.
        RewrittenLog.Write(_vendor, line => line.Replace("Tine Berg", "Tina Burg", StringComparison.Ordinal));
        var note = records.First(record => Code(record) == "log.peer-checkpoint").GetProperty("data").GetProperty("note").GetString()!;
        var kept = Path.Combine(_vendor.NewFolder("auditor"), "checkpoint");
        await File.WriteAllTextAsync(kept, note, new UTF8Encoding(false));
        var (exit, report) = await VerifyAsync();
        Assert.True(exit == 0, report);
        (exit, report) = await VerifyAsync("--checkpoint", kept);
        Assert.True(exit == 1, report);

        await _vendor.ServeAgainAsync();
        await witness.UntilWarnedAsync("FORK:");
        await UntilAsync("witness.refused", record => Origin(record) == $"{TestVendor.Domain}/broker");
        Assert.Equal(ExitCode.Alarm, await witness.StopAsync());
        Assert.Contains("FORK", await File.ReadAllTextAsync(Path.Combine(witness.Folder, "alarms.log")), StringComparison.Ordinal);
        Assert.Contains(Directory.EnumerateFiles(witness.Folder), file => file.EndsWith("-shown", StringComparison.Ordinal));

        // The alarm stays over a restart, though the log is the old one again.
        await _vendor.StopAsync();
        Copy(before, new DirectoryInfo(_vendor.LogFolder));
        await _vendor.ServeAgainAsync();
        witness.Start();
        await witness.UntilWarnedAsync("alarms of earlier");
        Assert.Equal(ExitCode.Alarm, await witness.StopAsync());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    [Trait("Requirement", "R-AUD-8")]
    public async Task An_older_backup_of_the_brokers_log_is_seen_by_the_witness()
    {
        await _vendor.StopAsync();
        var backup = new DirectoryInfo(_vendor.NewFolder("backup"));
        Copy(new DirectoryInfo(_vendor.LogFolder), backup);
        await _vendor.ServeAgainAsync();
        await using var witness = await RunningWitness.CreateAsync(_vendor, "lab");
        await witness.EnrolAsync();
        witness.Start();
        await using (var instrument = await AttendedInstrument.StartAsync(_vendor))
        {
            await UntilAsync("witness.cosigned", record => Origin(record) == $"{TestVendor.Domain}/broker");
            await instrument.CloseAndReadAsync();
            await witness.UntilBeyondAsync(LogLines.Read(backup.FullName).Count);
        }

        await _vendor.StopAsync();
        Copy(backup, new DirectoryInfo(_vendor.LogFolder));
        await _vendor.ServeAgainAsync();
        await witness.UntilWarnedAsync("FORK:");
        Assert.Contains("has fewer than", witness.Said, StringComparison.Ordinal);
        await UntilAsync("witness.refused", record => record.GetProperty("data").GetProperty("status").GetInt32() == 409);
        Assert.Equal(ExitCode.Alarm, await witness.StopAsync());
    }

    private Task<(int Exit, string Report)> VerifyAsync(params string[] more) => Auditor.VerifyAsync([_vendor.LogFolder, "--key", RewrittenLog.VerifierKey(_vendor), .. more]);

    private Task UntilAsync(string code, Predicate<JsonElement> also) =>
        LogLines.UntilAsync(_vendor.LogFolder, record => Code(record) == code && also(record), Within);

    private static string Code(JsonElement record) => record.GetProperty("event").GetString()!;

    private static string? Session(JsonElement record) => record.TryGetProperty("session", out var session) ? session.GetString() : null;

    private static string Origin(JsonElement record) => record.GetProperty("data").GetProperty("origin").GetString()!;

    private static long Size(JsonElement record) => record.GetProperty("data").GetProperty("size").GetInt64();

    private static void AssertNowhere(string secret, string folder)
    {
        var forms = new[] { Encoding.ASCII.GetBytes(secret), Convert.FromBase64String(secret), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Convert.FromBase64String(secret))) };
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            Assert.All(forms, form => Assert.True(bytes.ToArray().AsSpan().IndexOf(form) < 0, $"The secret is in {file}."));
        }
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name), overwrite: true);
        }
    }
}
