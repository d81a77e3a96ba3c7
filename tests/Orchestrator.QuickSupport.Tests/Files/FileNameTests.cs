using Orchestrator.QuickSupport.Files;

namespace Orchestrator.QuickSupport.Tests.Files;

[Trait("Requirement", "R-AUTHZ-8")]
public sealed class FileNameTests
{
    [Theory]
    [InlineData("list.gwl")]
    [InlineData("sub/10 µL – Füllstand (2).csv")]
    [InlineData("m².txt")]
    [InlineData("实验/结果.csv")]
    [InlineData("dat.ei.tar.gz")]
    [InlineData(".hidden")]
    [InlineData("console.txt")]
    [InlineData("com10.log")]
    public void Honest_names_pass_on_both_systems(string name)
    {
        Assert.Null(FileNames.Flaw(name, isWindows: false));
        Assert.Null(FileNames.Flaw(name, isWindows: true));
    }

    [Theory]
    [InlineData("CON .txt")]
    [InlineData("con.a.b")]
    [InlineData("sub/aux")]
    [InlineData("COM¹")]
    [InlineData("LPT³.txt")]
    [InlineData("com0")]
    [InlineData("CONIN$")]
    [InlineData("ＣＯＮ")]
    [InlineData("．．/x")]
    [InlineData("a／b")]
    [InlineData("a＼b")]
    [InlineData("a：b")]
    [InlineData("‥/x")]
    [InlineData("x.")]
    [InlineData("x．")]
    [InlineData("x\u00a0")]
    [InlineData("x\u3000/y")]
    [InlineData("sub/ x")]
    [InlineData("cafe\u0301.txt")]
    [InlineData("file.txt::$DATA")]
    [InlineData("file.txt:stream")]
    [InlineData("//server/share/x")]
    [InlineData("//?/C:/x")]
    [InlineData("//./pipe/x")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("~user/x")]
    [InlineData("/")]
    [InlineData(".orchestrator-0123456789abcdef0123456789abcdef.part")]
    public void Names_with_a_second_meaning_are_refused_on_both_systems(string name)
    {
        Assert.NotNull(FileNames.Flaw(name, isWindows: false));
        Assert.NotNull(FileNames.Flaw(name, isWindows: true));
    }

    [Theory]
    [InlineData("\\\\server\\share\\x")]
    [InlineData("\\\\?\\C:\\x")]
    [InlineData("\\\\.\\COM1")]
    [InlineData("C:x")]
    [InlineData("C:")]
    [InlineData("C:..\\x")]
    [InlineData("C:file.txt:stream")]
    [InlineData("C:\\runs\\..\\x")]
    [InlineData("C:\\runs\\nul.txt")]
    [InlineData("C:\\runs\\a:b")]
    [InlineData("CD:\\x")]
    public void What_only_Windows_reads_otherwise_is_refused_there(string name) => Assert.NotNull(FileNames.Flaw(name, isWindows: true));

    [Fact]
    public void Full_paths_of_Windows_pass_there() => Assert.Null(FileNames.Flaw("C:\\Runs\\2026\\list.gwl", isWindows: true));

    [Fact]
    public void A_name_longer_than_a_path_may_be_is_refused()
    {
        Assert.Null(FileNames.Flaw(new string('n', FileNames.PathCharacters)));
        Assert.NotNull(FileNames.Flaw(new string('n', FileNames.PathCharacters + 1)));
    }
}
