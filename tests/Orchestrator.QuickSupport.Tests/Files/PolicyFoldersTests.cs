using Orchestrator.Domain;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Tests.Support;

namespace Orchestrator.QuickSupport.Tests.Files;

/// <summary>A file lies in one of the instrument's own folders and in one of the policy's, and is of a type that the policy names.</summary>
[Trait("Requirement", "R-AUTHZ-8")]
[Trait("Requirement", "R-ZT-6")]
public sealed class PolicyFoldersTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly OperatorFiles _own;

    public PolicyFoldersTests()
    {
        foreach (var name in new[] { "one/a.gwl", "one/a.exe", "two/in/b.gwl", "two/out/c.gwl", "elsewhere/d.gwl" })
            _folder.Write(name, "x");
        _own = new OperatorFiles([_folder.In("one"), _folder.In("two")], maxBytes: 1000);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("one/a.gwl", false)]
    [InlineData("two/in/b.gwl", true)]
    [InlineData("two/out/c.gwl", false)]
    [InlineData("elsewhere/d.gwl", false)]
    public void A_folder_of_the_policy_opens_none_that_the_instrument_hasnt(string file, bool possible)
    {
        var files = _own.Within(Limits(folders: ["two/in", "elsewhere"]));

        Assert.Equal(possible, files.PlanFetch(_folder.In(file)).IsPossible);
        Assert.Equal(possible, files.PlanReceive(new FileOffer(_folder.In(file), 1, "")).IsPossible);
    }

    [Fact]
    public void A_plain_name_goes_to_the_first_own_folder_that_the_policy_allows()
    {
        Assert.Equal(_folder.In("one/new.gwl"), _own.Within(FileLimits.Any).PlanReceive(new FileOffer("new.gwl", 1, "")).Path);
        Assert.Equal(_folder.In("two/new.gwl"), _own.Within(Limits(folders: ["two"])).PlanReceive(new FileOffer("new.gwl", 1, "")).Path);
        Assert.Equal(_folder.In("two/in/new.gwl"), _own.Within(Limits(folders: ["two/in"])).PlanReceive(new FileOffer("new.gwl", 1, "")).Path);
        Assert.False(_own.Within(Limits(folders: ["elsewhere"])).PlanReceive(new FileOffer("new.gwl", 1, "")).IsPossible);
    }

    [Fact]
    public void Only_types_of_the_policy_are_planned_and_offered()
    {
        var files = _own.Within(FileLimits.Any with { Types = FileTypes.Of(".gwl") });

        Assert.True(files.PlanReceive(new FileOffer("NEW.GWL", 1, "")).IsPossible);
        var refused = files.PlanReceive(new FileOffer("new.gwl.exe", 1, ""));
        Assert.Contains(".gwl", refused.Refusal, StringComparison.Ordinal);
        Assert.False(files.PlanFetch(_folder.In("one/a.exe")).IsPossible);
        Assert.Equal([_folder.In("one/a.gwl")], files.Offerable(9));
    }

    [Fact]
    public void The_smaller_size_counts()
    {
        Assert.False(_own.Within(FileLimits.Any with { MaxBytes = 10 }).PlanReceive(new FileOffer("new.gwl", 11, "")).IsPossible);
        Assert.False(_own.Within(FileLimits.Any with { MaxBytes = 5000 }).PlanReceive(new FileOffer("new.gwl", 1001, "")).IsPossible);
    }

    private FileLimits Limits(string[] folders) => FileLimits.Any with { Folders = Folders.Of(folders.Select(f => _folder.In(f))) };
}
