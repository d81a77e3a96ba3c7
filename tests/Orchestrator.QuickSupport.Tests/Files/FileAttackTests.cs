using Orchestrator.Domain;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;

namespace Orchestrator.QuickSupport.Tests.Files;

/// <summary>Whoever can change the folders while a file is on its way (another program, or the technician's own mouse) leads nothing elsewhere.</summary>
[Trait("Requirement", "R-AUTHZ-8")]
public sealed class FileAttackTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];
    private static readonly FileOffer Offer = new("sub/list.gwl", Content.Length, new string('0', 64));

    private readonly TempFolder _folder = new();
    private readonly OperatorFiles _files;

    public FileAttackTests()
    {
        Directory.CreateDirectory(_folder.In("files/sub"));
        Directory.CreateDirectory(_folder.In("outside"));
        _files = new OperatorFiles([_folder.In("files")], 1000, _folder.In("logs"));
    }

    private string Place => _folder.In("files/sub/list.gwl");

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_folder_that_becomes_a_link_while_the_file_comes_leads_nothing_out()
    {
        RequireUnix();
        var target = SafeFileTarget.Create(_files, Offer, Place);
        Directory.Move(_folder.In("files/sub"), _folder.In("files/moved"));
        Directory.CreateSymbolicLink(_folder.In("files/sub"), _folder.In("outside"));
        await target.WriteAsync(Content, default);

        await Assert.ThrowsAsync<IOException>(async () => await target.CommitAsync(default));
        await target.DiscardAsync();

        Assert.Empty(Directory.GetFileSystemEntries(_folder.In("outside")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.In("files/moved")));
    }

    [SkippableFact]
    public void A_folder_that_becomes_a_link_between_the_look_and_the_step_isnt_entered()
    {
        RequireUnix();
        Assert.True(_files.PlanReceive(Offer).IsPossible);
        Directory.Delete(_folder.In("files/sub"));
        Directory.CreateSymbolicLink(_folder.In("files/sub"), _folder.In("outside"));
        File.WriteAllText(_folder.In("outside/list.gwl"), "secret");

        // Past every check of paths: the step itself refuses.
        Assert.ThrowsAny<IOException>(() => _files.Hold(Place));
    }

    [SkippableFact]
    public async Task A_folder_that_is_held_stays_the_same_folder_whatever_takes_its_place()
    {
        RequireUnix();
        using var held = _files.Hold(Place);
        Directory.Move(_folder.In("files/sub"), _folder.In("files/moved"));
        Directory.CreateSymbolicLink(_folder.In("files/sub"), _folder.In("outside"));

        await using (var stream = held.Create("new", 3))
            await stream.WriteAsync(Content);
        held.Rename("new", "list.gwl", replace: false);

        Assert.Empty(Directory.GetFileSystemEntries(_folder.In("outside")));
        Assert.Equal(Content, await File.ReadAllBytesAsync(_folder.In("files/moved/list.gwl")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_that_is_taken_at_the_last_moment_isnt_replaced(bool byLink)
    {
        var target = SafeFileTarget.Create(_files, Offer, Place);
        await target.WriteAsync(Content, default);
        using var held = _files.Hold(Place);
        var temporary = Path.GetFileName(Directory.GetFiles(_folder.In("files/sub")).Single());
        if (byLink && !OperatingSystem.IsWindows())
            File.CreateSymbolicLink(Place, _folder.Write("outside/theirs.gwl", "theirs"));
        else
            File.WriteAllText(Place, "theirs");

        // Both the check of the path and the rename itself refuse.
        Assert.ThrowsAny<IOException>(() => held.Rename(temporary, "list.gwl", replace: false));
        await Assert.ThrowsAnyAsync<IOException>(async () => await target.CommitAsync(default));
        await target.DiscardAsync();

        Assert.Equal("theirs", await File.ReadAllTextAsync(Place));
        Assert.Equal([Place], Directory.GetFileSystemEntries(_folder.In("files/sub")));
    }

    [SkippableFact]
    public async Task A_link_that_takes_the_place_of_a_file_that_may_be_replaced_is_replaced_itself_and_not_followed()
    {
        RequireUnix();
        File.WriteAllText(Place, "old");
        using var held = _files.Hold(Place);
        await using (var stream = held.Create("new", 3))
            await stream.WriteAsync(Content);
        File.Delete(Place);
        File.CreateSymbolicLink(Place, _folder.Write("outside/theirs.gwl", "theirs"));

        held.Rename("new", "list.gwl", replace: true);

        Assert.Equal("theirs", await File.ReadAllTextAsync(_folder.In("outside/theirs.gwl")));
        Assert.Null(new FileInfo(Place).LinkTarget);
    }

    [Fact]
    public void A_yes_to_replace_one_file_is_no_yes_to_replace_the_next()
    {
        File.WriteAllText(Place, "old");
        _files.AgreeToReplace(_files.PlanReceive(Offer));

        // That transfer never began; the file went away; the next question said nothing of replacing.
        File.Delete(Place);
        _files.AgreeToReplace(_files.PlanReceive(Offer));
        File.WriteAllText(Place, "new and not ours");

        Assert.ThrowsAny<IOException>(() => SafeFileTarget.Create(_files, Offer, Place));
    }

    [SkippableFact]
    public void A_file_with_a_second_name_elsewhere_isnt_handed_over()
    {
        RequireUnix();
        RealComponent.Require("ln");
        var secret = _folder.Write("outside/secret.txt", "secret");
        using (var made = System.Diagnostics.Process.Start("ln", [secret, _folder.In("files/innocent.txt")]))
            made.WaitForExit();

        Assert.Contains("second name", _files.PlanFetch("innocent.txt").Refusal, StringComparison.Ordinal);
        using var held = _files.Hold(_folder.In("files/innocent.txt"));
        Assert.ThrowsAny<IOException>(() => held.OpenRead("innocent.txt"));
    }

    [SkippableTheory]
    [InlineData("pipe")]
    [InlineData("link.txt")]
    [InlineData("device")]
    [InlineData("sub")]
    public void What_becomes_no_plain_file_after_the_look_is_neither_read_nor_waited_for(string name)
    {
        RequireUnix();
        RealComponent.Require("mkfifo");
        if (name == "pipe")
        {
            using var made = System.Diagnostics.Process.Start("mkfifo", _folder.In("files/pipe"));
            made.WaitForExit();
        }
        else if (name == "link.txt")
        {
            File.CreateSymbolicLink(_folder.In("files/link.txt"), _folder.Write("outside/secret.txt", "secret"));
        }
        else if (name == "device")
        {
            File.CreateSymbolicLink(_folder.In("files/device"), "/dev/zero");
        }

        using var held = _files.Hold(_folder.In("files/x"));
        Assert.ThrowsAny<IOException>(() => held.OpenRead(name));
    }

    [SkippableFact]
    public async Task A_new_file_can_be_executed_by_nobody()
    {
        RequireUnix();
        var target = SafeFileTarget.Create(_files, Offer, Place);
        await target.WriteAsync(Content, default);
        await target.CommitAsync(default);

        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute | UnixFileMode.SetUser | UnixFileMode.SetGroup;
        Assert.Equal(UnixFileMode.None, (OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(Place)) & Execute);
        Assert.False(Directory.Exists(_folder.In("logs/unfinished")));
    }

    [Fact]
    public void Evidence_is_neither_read_nor_replaced()
    {
        _folder.Write("files/logs/run/records.jsonl", "{}");
        var files = new OperatorFiles([_folder.In("files")], 1000, _folder.In("files/logs"));

        Assert.Contains("evidence", files.PlanFetch("logs/run/records.jsonl").Refusal, StringComparison.Ordinal);
        Assert.Contains("evidence", files.PlanReceive(new FileOffer("logs/run/records.jsonl", 1, "")).Refusal, StringComparison.Ordinal);
        Assert.Contains("evidence", files.PlanReceive(new FileOffer("logs", 1, "")).Refusal, StringComparison.Ordinal);
    }

    private static void RequireUnix() => Skip.If(OperatingSystem.IsWindows(), "links and folders that are held are the Linux half");
}
