using CsCheck;

namespace Orchestrator.Domain.Tests.Policy;

/// <summary>Types and folders of files: what they mean, and that two of them allow what both allow.</summary>
[Trait("Requirement", "R-AUTHZ-8")]
public sealed class FileLimitsTests
{
    private static readonly string[] Places =
        ["/", "/a", "/a/b", "/ab", "/a/b/c", "C:\\", "C:\\a", "C:\\A\\b", "D:\\a", "/a/x.log", "/a/b/x.GWL", "/ab/x", "C:\\a\\x.log", "c:/A/B/y.gwl", "D:\\a\\z.log", "/a/../b/x.log", "/a//x.log", "x.log", "\\\\server\\a\\x.log"];

    private static readonly Gen<Folders> AnyFolders =
        Gen.OneOf(Gen.Const(Folders.Any), Gen.OneOf([.. Places.Where(Folders.IsFolder).Select(Gen.Const)]).Array[0, 4].Select(some => Folders.Of(some)));

    private static readonly Gen<FileTypes> AnyTypes =
        Gen.OneOf(Gen.Const(FileTypes.Any), Gen.OneOf(Gen.Const(".log"), Gen.Const(".gwl"), Gen.Const(".csv")).Array[0, 3].Select(some => FileTypes.Of(some)));

    [Fact]
    public void Both_together_allow_exactly_what_each_allows() =>
        Gen.Select(AnyFolders, AnyFolders, AnyTypes, AnyTypes, Gen.OneOf([.. Places.Select(Gen.Const)])).Sample((a, b, s, t, place) =>
        {
            Assert.Equal(a.Contains(place) && b.Contains(place), a.And(b).Contains(place));
            Assert.Equal(s.Allows(place) && t.Allows(place), s.And(t).Allows(place));
            Assert.Equal(a.And(b), b.And(a));
            Assert.Equal(s.And(t), t.And(s));
        });

    [Theory]
    [InlineData("/runs", true)]
    [InlineData("C:\\Runs\\In", true)]
    [InlineData("/", false)]
    [InlineData("C:\\", false)]
    [InlineData("runs", false)]
    [InlineData("/runs/", false)]
    [InlineData("/runs//in", false)]
    [InlineData("/runs/./in", false)]
    [InlineData("/runs/../in", false)]
    [InlineData("/runs\\in", false)]
    [InlineData("C:\\Runs.", false)]
    [InlineData("C:\\Runs \\In", false)]
    [InlineData("C:/Runs", false)]
    [InlineData("c:\\Runs", false)]
    [InlineData("\\\\server\\share", false)]
    [InlineData("/r\tuns", false)]
    [InlineData("", false)]
    public void A_folder_is_written_in_one_way(string path, bool isFolder) => Assert.Equal(isFolder, Folders.IsFolder(path));

    [Theory]
    [InlineData("C:/Runs/", "C:\\Runs")]
    [InlineData("c:\\Runs\\In", "C:\\Runs\\In")]
    [InlineData("/runs/in/", "/runs/in")]
    public void Other_ways_to_write_it_become_that_one(string path, string canonical) => Assert.Equal(canonical, Assert.Single(Folders.Of(path).Paths));

    [Theory]
    [InlineData("/runs", "/runs/x", true)]
    [InlineData("/runs", "/runsx", false)]
    [InlineData("/runs", "/runs", false)]
    [InlineData("/runs", "/Runs/x", false)]
    [InlineData("/runs", "/runs/../x", false)]
    [InlineData("C:\\Runs", "c:\\RUNS\\x", true)]
    [InlineData("C:\\Runs", "C:/Runs/in/x", true)]
    [InlineData("C:\\Runs", "C:\\Runs\\..\\x", false)]
    [InlineData("C:\\Runs", "C:\\Runs\\.. \\x", false)]
    [InlineData("C:\\Runs", "D:\\Runs\\x", false)]
    [InlineData("C:\\Runs", "/Runs/x", false)]
    public void A_file_lies_in_a_folder_or_below(string folder, string file, bool lies) => Assert.Equal(lies, Folders.Of(folder).Contains(file));

    [Theory]
    [InlineData("x.gwl", true)]
    [InlineData("x.GwL", true)]
    [InlineData("x.y.gwl", true)]
    [InlineData(".gwl", true)]
    [InlineData("x.gwl.exe", false)]
    [InlineData("gwl", false)]
    [InlineData("a.gwl/x", false)]
    [InlineData("a.gwl\\x", false)]
    [InlineData("x.gwl.", false)]
    [InlineData("", false)]
    public void The_last_extension_is_the_type(string name, bool allowed) => Assert.Equal(allowed, FileTypes.Of(".gwl").Allows(name));

    [Fact]
    public void Letters_that_other_systems_take_for_Latin_ones_are_other_letters() => Assert.False(FileTypes.Of(".k").Allows("x.\u212A"));

    [Theory]
    [InlineData("gwl")]
    [InlineData(".")]
    [InlineData(".tar.gz")]
    [InlineData(".ä")]
    [InlineData(".0123456789012345")]
    public void What_isnt_a_type_is_refused(string type) => Assert.Throws<ArgumentException>(() => FileTypes.Of(type));

    [Fact]
    public void Nothing_in_common_is_none_and_not_any()
    {
        Assert.True(FileTypes.Of(".log").And(FileTypes.Of(".gwl")).IsNone);
        Assert.True(Folders.Of("/a").And(Folders.Of("/b")).IsNone);
        Assert.False(Folders.Of("/a").And(Folders.Of("/b")).Contains("/a/x"));
    }
}
