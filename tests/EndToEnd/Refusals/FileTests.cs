using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Technicians;

namespace Orchestrator.EndToEnd.Refusals;

/// <summary>Files that don't arrive: a sentence for the technician, an event, nothing under the file's name, and the session goes on.</summary>
[Collection(VendorCollection.Name)]
public sealed class FileTests(TestVendor vendor)
{
    [Fact]
    [Trait("Requirement", "R-AUTHZ-8")]
    public async Task A_file_that_isnt_the_one_that_was_agreed_to_any_more_does_not_arrive()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await instrument.JoinedAsync(console);
        var local = Path.Combine(vendor.NewFolder("local"), "run.gwl");
        await File.WriteAllBytesAsync(local, new byte[300_000]);
        instrument.Reading = () => File.WriteAllBytes(local, [.. new byte[299_999], 1]);

        var failed = await Plain.AssertRefusedAsync("FILE_FAILED", () => session.SendFileAsync(local, "run.gwl", "a worklist"));

        Assert.Equal(ExitCode.StepFailed, failed.Exit);
        await AssertNothingArrivedAsync(instrument, session, instrument.Files);
    }

    [SkippableFact]
    public async Task A_full_disk_at_the_instrument()
    {
        await using var disk = await SmallDisk.MountAsync(vendor);
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        Directory.CreateSymbolicLink(instrument.Files, disk.Path);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await instrument.JoinedAsync(console);

        var failed = await Plain.AssertRefusedAsync("FILE_FAILED", () => session.SendFileAsync(Large(), "large.bin", "a worklist"));

        Assert.Contains("full", failed.Message, StringComparison.Ordinal);
        await AssertNothingArrivedAsync(instrument, session, disk.Path);
    }

    [SkippableFact]
    public async Task A_full_disk_at_the_console()
    {
        await using var disk = await SmallDisk.MountAsync(vendor);
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await instrument.JoinedAsync(console);
        Directory.CreateDirectory(instrument.Files);
        File.Move(Large(), Path.Combine(instrument.Files, "large.bin"));

        var failed = await Plain.AssertRefusedAsync("FILE_FAILED", () => session.FetchFileAsync("large.bin", Path.Combine(disk.Path, "large.bin"), "the log"));

        Assert.Contains("full", failed.Message, StringComparison.Ordinal);
        await AssertNothingArrivedAsync(instrument, session, disk.Path);
    }

    [SkippableFact]
    public async Task A_full_disk_under_the_instruments_log_ends_the_session_with_its_end_in_the_log()
    {
        await using var disk = await SmallDisk.MountAsync(vendor);
        await using var instrument = await AttendedInstrument.StartAsync(vendor, folder: disk.Path);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await instrument.JoinedAsync(console);
        disk.Fill();

        var refused = await Assert.ThrowsAsync<ConsoleException>(() => session.AskAsync(Capability.ViewScreen, 5, "to see the error")).WaitAsync(AttendedInstrument.Patience);

        Plain.AssertSentence(refused.Message);
        var end = await session.Completion.WaitAsync(AttendedInstrument.Patience);
        Assert.Equal("LOG_FAILED", end.Code);
        Plain.AssertSentence(end.Sentence);
        var outcome = await instrument.Run.Completion.WaitAsync(AttendedInstrument.Patience);
        Assert.Equal((QuickSupport.Composition.ExitCode.SessionFailed, EndReason.LogFailed), (outcome.Code, outcome.Summary!.Reason));
        Assert.Equal((0, 0, 0), instrument.Counts);
        var records = LogLines.Read(outcome.LogDirectory);
        Assert.Contains(records, r => r.GetProperty("event").GetString() == "session.ended");

        // What still fits into the file's last block is written; nothing is opened by it.
        Assert.DoesNotContain(records, r => r.GetProperty("event").GetString() == "channel.opened");
    }

    private string Large()
    {
        var path = Path.Combine(vendor.NewFolder("local"), "large.bin");
        File.WriteAllBytes(path, new byte[4 * SmallDisk.Size]);
        return path;
    }

    private static async Task AssertNothingArrivedAsync(AttendedInstrument instrument, ConsoleSession session, string folder)
    {
        Assert.True((await session.EndAsync()).IsOrderly);
        var codes = (await instrument.CloseAndReadAsync()).Select(r => r.GetProperty("event").GetString()).ToList();

        // A console that gives the grant back at once is quicker than its word about the file: then the close is all that there is to say.
        Assert.Contains(codes, code => code is "file.failed" or "channel.closed");
        Assert.Contains("file.accepted", codes);
        Assert.DoesNotContain("file.completed", codes);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }
}
