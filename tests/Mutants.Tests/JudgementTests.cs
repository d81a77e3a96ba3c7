namespace Orchestrator.Mutants.Tests;

public sealed class JudgementTests
{
    private static readonly TestRun Green = Run(["a", "b"], []);

    [Fact]
    public void A_test_that_fails_now_and_passed_before_noticed() => Assert.Equal((Fate.Killed, 1), Of(Green, Run(["b"], ["a"])));

    [Fact]
    public void All_green_again_is_a_survivor() => Assert.Equal((Fate.Survived, 0), Of(Green, Green));

    [Fact]
    public void A_test_that_vanished_noticed_nothing() => Assert.Equal((Fate.Survived, 0), Of(Green, Run(["b"], [])));

    [Fact]
    public void A_test_that_was_skipped_before_and_fails_now_says_nothing() => Assert.Equal((Fate.Survived, 0), Of(Green, Run(["a", "b"], ["c"])));

    [Fact]
    public void A_run_that_hung_or_died_noticed() => Assert.Equal((Fate.Killed, 0), Of(Green, Run([], [], "hung")));

    [Fact]
    public void What_is_red_before_proves_nothing() => Assert.Equal(Fate.RedBefore, Of(Run(["a"], ["b"]), Run([], ["a", "b"])).Item1);

    [Fact]
    public void What_hangs_before_proves_nothing() => Assert.Equal(Fate.RedBefore, Of(Run([], [], "hung"), Run([], ["a"])).Item1);

    [Fact]
    public void Without_a_test_there_is_none() => Assert.Equal(Fate.NoTest, Of(Run([], []), Run([], [])).Item1);

    private static (Fate, int) Of(TestRun before, TestRun run) => Mutant.Judge("R-HS-1", "what", "project", before, run) is var mutant ? (mutant.Fate, mutant.Failed) : default;

    private static TestRun Run(string[] passed, string[] failed, string? broken = null) => new(passed.ToHashSet(), failed, 0, broken);
}
