using System.Diagnostics;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Tests.Support;

namespace Orchestrator.QuickSupport.Tests.Files;

public sealed class OperatorFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly OperatorFiles _files;

    public OperatorFilesTests()
    {
        Directory.CreateDirectory(_folder.In("allowed/sub"));
        _folder.Write("outside/secret.txt", "secret");
        _folder.Write("allowed/there.txt", "there");
        _folder.Write("allowed-not/near.txt", "near");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_folder.In("allowed/link.txt"), _folder.In("outside/secret.txt"));
            File.CreateSymbolicLink(_folder.In("allowed/dangling.txt"), _folder.In("outside/new.txt"));
            Directory.CreateSymbolicLink(_folder.In("allowed/way-out"), _folder.In("outside"));
            using var made = Process.Start("mkfifo", _folder.In("allowed/pipe"));
            made.WaitForExit();
        }

        _files = new OperatorFiles([_folder.In("allowed")], maxBytes: 1000);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../outside/secret.txt")]
    [InlineData("sub/../../outside/secret.txt")]
    [InlineData("./there.txt")]
    [InlineData("sub//new.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("~/new.txt")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\\b.txt")]
    [InlineData("C:\\Windows\\x.txt")]
    [InlineData("new.txt\0.gwl")]
    [InlineData("new\n.txt")]
    [InlineData("new\u202etxt.exe")]
    [InlineData("con.txt")]
    [InlineData("LPT1")]
    [InlineData("stream.txt:hidden")]
    [InlineData("dot.")]
    [InlineData("blank ")]
    [InlineData(" blank")]
    [InlineData("way-out/secret.txt")]
    [InlineData("way-out/new.txt")]
    [InlineData("no-such-folder/new.txt")]
    [InlineData("link.txt")]
    [InlineData("dangling.txt")]
    [InlineData("pipe")]
    [InlineData("sub")]
    public void Names_that_lead_elsewhere_are_refused_with_a_sentence(string name)
    {
        foreach (var plan in new[] { _files.PlanReceive(new FileOffer(name, 1, new string('0', 64))), _files.PlanFetch(name) })
        {
            Assert.False(plan.IsPossible);
            Assert.Equal("", plan.Path);
            Assert.EndsWith(".", plan.Refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_neighbour_whose_name_begins_alike_is_outside()
    {
        Assert.False(_files.PlanFetch(_folder.In("allowed-not/near.txt")).IsPossible);
        Assert.False(_files.PlanFetch(_folder.In("allowed")).IsPossible);
    }

    [Fact]
    public void Plain_names_and_full_paths_inside_lead_to_one_canonical_place()
    {
        Assert.Equal(_folder.In("allowed/new.txt"), _files.PlanReceive(new FileOffer("new.txt", 1, "")).Path);
        Assert.Equal(_folder.In("allowed/sub/new.txt"), _files.PlanReceive(new FileOffer("sub/new.txt", 1, "")).Path);
        Assert.Equal(_folder.In("allowed/there.txt"), _files.PlanFetch(_folder.In("allowed/there.txt")).Path);
    }

    [Fact]
    public void What_is_there_is_named_as_replaced_and_what_is_too_large_is_refused()
    {
        Assert.True(_files.PlanReceive(new FileOffer("there.txt", 1, "")).Replaces);
        Assert.False(_files.PlanReceive(new FileOffer("new.txt", 1, "")).Replaces);
        Assert.Contains("larger", _files.PlanReceive(new FileOffer("new.txt", 1001, "")).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_plain_files_inside_are_offered() => Assert.Equal([_folder.In("allowed/there.txt")], _files.Offerable(9));

    [Fact]
    public async Task A_file_is_described_by_its_bytes()
    {
        var offer = await _files.DescribeAsync(_files.PlanFetch("there.txt"), "", default);

        Assert.Equal(new FileOffer("there.txt", 5, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("there"u8))), offer);
    }
}
