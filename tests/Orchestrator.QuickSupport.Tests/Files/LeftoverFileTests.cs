using Orchestrator.Domain;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Tests.Support;

namespace Orchestrator.QuickSupport.Tests.Files;

/// <summary>What a killed run left behind is deleted at the next start, and nothing else.</summary>
[Trait("Requirement", "R-AUTHZ-8")]
public sealed class LeftoverFileTests : IDisposable
{
    private static readonly FileOffer Offer = new("list.gwl", 3, new string('0', 64));

    private readonly TempFolder _folder = new();

    private string Notes => _folder.In("logs/unfinished");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_temporary_file_of_a_run_that_was_killed_is_deleted_at_the_next_start()
    {
        var left = Leave();
        Assert.Single(Directory.GetFiles(Notes));

        Files().CleanUp();

        Assert.False(File.Exists(left));
        Assert.False(Directory.Exists(Notes));
    }

    [Fact]
    public async Task A_file_that_another_run_is_receiving_stays()
    {
        var target = SafeFileTarget.Create(Files(), Offer, _folder.In("files/list.gwl"));

        Files().CleanUp();
        Assert.Single(Directory.GetFiles(_folder.In("files")));
        Assert.Single(Directory.GetFiles(Notes));

        await target.WriteAsync(new byte[] { 1, 2, 3 }, default);
        await target.CommitAsync(default);
        Assert.Equal([_folder.In("files/list.gwl")], Directory.GetFiles(_folder.In("files")));
        Assert.False(Directory.Exists(Notes));
    }

    [Theory]
    [InlineData("a note of another name")]
    [InlineData("another file")]
    [InlineData("outside")]
    [InlineData("nonsense")]
    public void What_isnt_ours_isnt_deleted(string how)
    {
        var name = LeftoverFiles.NewName();
        var theirs = how switch
        {
            "another file" => _folder.Write("files/results.csv", "x"),
            "outside" => _folder.Write($"elsewhere/{name}", "x"),
            _ => _folder.Write($"files/{name}", "x"),
        };
        var note = how == "a note of another name" ? LeftoverFiles.NewName() : Path.GetFileName(theirs);
        _folder.Write($"logs/unfinished/{note}.note", how == "nonsense" ? "\0" : theirs);

        Files().CleanUp();

        Assert.True(File.Exists(theirs));
    }

    [SkippableFact]
    public void A_link_that_took_the_place_of_a_leftover_leads_to_no_deletion()
    {
        Skip.If(OperatingSystem.IsWindows(), "links");
        var left = Leave();
        File.Delete(left);
        File.CreateSymbolicLink(left, _folder.Write("files/results.csv", "x"));

        Files().CleanUp();

        Assert.True(File.Exists(_folder.In("files/results.csv")));
        Assert.NotNull(new FileInfo(left).LinkTarget);
    }

    [Fact]
    public void A_note_without_its_file_goes()
    {
        File.Delete(Leave());

        Files().CleanUp();

        Assert.False(Directory.Exists(Notes));
    }

    /// <summary>As kill -9 leaves it: the file and its note, and nobody's lock.</summary>
    private string Leave()
    {
        var left = _folder.Write($"files/{LeftoverFiles.NewName()}", "ab");
        new LeftoverFiles(Notes).Note(left);
        return left;
    }

    private OperatorFiles Files()
    {
        Directory.CreateDirectory(_folder.In("files"));
        return new OperatorFiles([_folder.In("files")], 1000, _folder.In("logs"));
    }
}
